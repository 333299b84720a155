import { ChevronDown, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, Suspense, useId, useRef, useState } from 'react';
import { joinClasses } from './classes.ts';
import { useFieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { lazyPart } from './lazyPart.ts';

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

const load = () => import('./SelectList.tsx');
const SelectList = lazyPart(load);

/**
 * One of a few. Above a dozen options use a Combobox. A listbox in a popover and not Radix' own select: that one
 * hides the page from screen readers while focus can still be in it. The list's code is fetched when the pointer or the
 * focus comes near.
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
  const button = useRef<HTMLButtonElement>(null);
  const chosen = options.find((option) => option.value === value);
  const name = label ?? caption;
  const openByKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        role="combobox"
        disabled={disabled}
        {...useFieldProps()}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-label={name && `${name} ${chosen?.label ?? placeholder}`}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(!open)}
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
      {open && (
        <Suspense fallback={null}>
          <SelectList
            id={listId}
            label={name ?? 'Choices'}
            options={options}
            value={value}
            button={button}
            onChoose={(next: string) => {
              setOpen(false);
              const option = options.find((candidate) => candidate.value === next);
              if (option) onChange(option.value);
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
