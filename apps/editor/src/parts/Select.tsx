import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { joinClasses } from './classes.ts';
import { useFieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';

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

// Radix reserves the empty string for "nothing chosen"; ours are prefixed so that "" can be an option ("Any").
const encode = (value: string) => `=${value}`;

/** One of a few. Above a dozen options use a Combobox. */
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
  const choose = (encoded: string) => {
    const option = options.find((candidate) => encode(candidate.value) === encoded);
    if (option) onChange(option.value);
  };
  const chosen = options.find((option) => option.value === value);
  return (
    <Radix.Root
      value={value === null ? '' : encode(value)}
      onValueChange={choose}
      {...(disabled !== undefined && { disabled })}
    >
      <Radix.Trigger
        {...useFieldProps()}
        aria-label={label ?? caption}
        className={joinClasses(
          'inline-flex min-w-0 items-center gap-1.5 border px-2.5 text-left aria-invalid:border-failed-mark',
          'data-placeholder:text-ink-3 disabled:border-line disabled:bg-sunken disabled:text-ink-disabled',
          size === 'sm' ? 'h-(--control-sm) rounded-sm text-xs' : 'h-(--control) rounded-md',
          active ? 'border-accent-line bg-accent-soft' : 'border-line-strong bg-panel hover:bg-hover',
          className,
        )}
      >
        {caption && <span className="text-ink-2">{caption}</span>}
        <span className={joinClasses('min-w-0 flex-1 truncate', caption && 'font-medium')}>
          <Radix.Value placeholder={placeholder}>{chosen?.label}</Radix.Value>
        </span>
        <Icon of={ChevronDown} size="sm" className="text-ink-3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-(--z-popover) max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-float"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={encode(option.value)}
                {...(option.disabled && { disabled: true })}
                className="flex min-h-(--row-compact) cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-disabled:text-ink-disabled data-highlighted:bg-hover"
              >
                {option.icon && <Icon of={option.icon} size="sm" className="text-ink-3" />}
                <span className="min-w-0 flex-1">
                  <Radix.ItemText>
                    {option.label}
                    {option.hint && <span className="block text-xs text-ink-3">{option.hint}</span>}
                  </Radix.ItemText>
                </span>
                <span className="w-3.5">
                  <Radix.ItemIndicator>
                    <Icon of={Check} size="sm" className="text-accent-text" />
                  </Radix.ItemIndicator>
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
