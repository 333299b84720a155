import { Command } from 'cmdk';
import { Check, ChevronDown, Search } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { joinClasses } from './classes.ts';
import { useFieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';
import type { Option } from './Select.tsx';

type ComboboxProps<Value extends string> = {
  value: Value | null;
  onChange: (value: Value) => void;
  options: readonly Option<Value>[];
  placeholder?: string;
  /** In the search box: what can be looked for. */
  searchHint?: string;
  /** Said when nothing matches: what to do then. */
  emptyText?: string;
  /** Accessible name outside a Field. */
  label?: string;
  disabled?: boolean;
  className?: string;
};

/** One of many, found by typing. Matches label, hint and value. */
export function Combobox<Value extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose',
  searchHint = 'Type to find',
  emptyText = 'Nothing has this name. Try fewer letters.',
  label,
  disabled,
  className,
}: ComboboxProps<Value>) {
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-haspopup="listbox"
          disabled={disabled}
          {...useFieldProps()}
          aria-label={label && `${label}${chosen ? `, ${chosen.label}` : ''}`}
          className={joinClasses(
            'inline-flex h-(--control) min-w-0 items-center gap-1.5 rounded-md border border-line-strong bg-panel px-2.5 text-left hover:bg-hover aria-invalid:border-failed-mark disabled:border-line disabled:bg-sunken disabled:text-ink-disabled',
            className,
          )}
        >
          <span className={joinClasses('min-w-0 flex-1 truncate', !chosen && 'text-ink-3')}>
            {chosen?.label ?? placeholder}
          </span>
          <Icon of={ChevronDown} size="sm" className="text-ink-3" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label ?? searchHint}
          className="z-(--z-popover) w-(--radix-popover-trigger-width) min-w-60 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-float"
        >
          <Command label={searchHint}>
            <div className="flex h-9 items-center gap-2 border-b border-line px-2.5">
              <Icon of={Search} size="sm" className="text-ink-3" />
              <Command.Input placeholder={searchHint} className="h-full w-full bg-transparent outline-none" />
            </div>
            <Command.List className="max-h-72 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-3 text-xs text-ink-3">{emptyText}</Command.Empty>
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={option.value}
                  keywords={[option.label, option.hint ?? '']}
                  disabled={option.disabled ?? false}
                  onSelect={() => {
                    onChange(option.value);
                    setOpen(false);
                  }}
                  className="flex min-h-(--row-compact) cursor-default items-center gap-2 rounded-sm px-2 py-1 select-none data-[disabled=true]:text-ink-disabled data-[selected=true]:bg-hover"
                >
                  {option.icon && <Icon of={option.icon} size="sm" className="text-ink-3" />}
                  <span className="min-w-0 flex-1 truncate">
                    {option.label}
                    {option.hint && <span className="ml-2 text-xs text-ink-3">{option.hint}</span>}
                  </span>
                  {option.value === value && <Icon of={Check} size="sm" className="text-accent-text" />}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
