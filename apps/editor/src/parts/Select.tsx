import { ChevronDown, type LucideIcon } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useId, useState } from 'react';
import { joinClasses } from './classes.ts';
import { useFieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { OptionList } from './OptionList.tsx';

export type Option<Value extends string = string> = {
  value: Value;
  label: string;
  /** A second, grey line. */
  hint?: string;
  icon?: LucideIcon;
  disabled?: boolean;
};

type SelectProps<Value extends string> = {
  value: Value | null;
  onChange: (value: Value) => void;
  options: readonly Option<Value>[];
  placeholder?: string;
  /** Accessible name outside a Field. */
  label?: string;
  /** Written inside, before the value, for filters: "Flow Any". */
  caption?: string;
  /** A filter that is set: shown on the accent's soft fill. */
  active?: boolean;
  size?: 'sm' | 'md';
  disabled?: boolean;
  className?: string;
};

/**
 * One of a few. Above a dozen options use a Combobox. A listbox in a popover and not Radix' own select: that one
 * hides the page from screen readers while focus can still be in it.
 */
export function Select<Value extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose',
  label,
  caption,
  active,
  size = 'md',
  disabled,
  className,
}: SelectProps<Value>) {
  const [open, setOpen] = useState(false);
  const listId = useId();
  const chosen = options.find((option) => option.value === value);
  const name = label ?? caption;
  const openByKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          role="combobox"
          disabled={disabled}
          {...useFieldProps()}
          aria-haspopup="listbox"
          aria-expanded={open}
          aria-controls={open ? listId : undefined}
          aria-label={name && `${name} ${chosen?.label ?? placeholder}`}
          onKeyDown={openByKey}
          className={joinClasses(
            'inline-flex min-w-0 items-center gap-1.5 border px-2.5 text-left aria-invalid:border-failed-mark',
            'disabled:border-line disabled:bg-sunken disabled:text-ink-disabled',
            size === 'sm' ? 'h-(--control-sm) rounded-sm text-xs' : 'h-(--control) rounded-md',
            active ? 'border-accent-line bg-accent-soft' : 'border-line-strong bg-panel hover:bg-hover',
            className,
          )}
        >
          {caption && <span className="text-ink-2">{caption}</span>}
          <span
            className={joinClasses(
              'min-w-0 flex-1 truncate',
              caption && 'font-medium',
              !chosen && !disabled && 'text-ink-3',
            )}
          >
            {chosen?.label ?? placeholder}
          </span>
          <Icon of={ChevronDown} size="sm" className="text-ink-3" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          role="presentation"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            document.getElementById(listId)?.focus();
          }}
          className="z-(--z-popover) max-h-(--radix-popover-content-available-height) min-w-(--radix-popover-trigger-width) animate-appear overflow-y-auto rounded-lg border border-line bg-raised shadow-float"
        >
          <OptionList
            id={listId}
            label={name ?? 'Choices'}
            options={options}
            value={value}
            onChoose={(next) => {
              setOpen(false);
              onChange(next);
            }}
            onLeave={() => setOpen(false)}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
