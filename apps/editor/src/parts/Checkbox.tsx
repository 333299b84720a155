import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

type CheckboxProps = {
  /** `mixed`: some of what it stands for. */
  checked: boolean | 'mixed';
  onChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: string;
  disabled?: boolean;
  /** Keeps the label for screen readers only, as in a table's select column. */
  hideLabel?: boolean;
};

/** Chosen or not, with its words. */
export function Checkbox({ checked, onChange, label, hint, disabled, hideLabel }: CheckboxProps) {
  return (
    <label className="inline-flex min-h-(--target) w-fit items-start gap-2 py-0.5 has-disabled:text-ink-disabled">
      <span className="relative mt-0.5 inline-flex size-4">
        <input
          type="checkbox"
          checked={checked === true}
          disabled={disabled}
          ref={(input) => {
            if (input) input.indeterminate = checked === 'mixed';
          }}
          onChange={(event) => onChange(event.target.checked)}
          className="size-4 appearance-none rounded-xs border border-line-control bg-panel checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:border-line disabled:bg-sunken"
        />
        {checked !== false && (
          <span className="pointer-events-none absolute inset-0 grid place-items-center text-on-accent">
            <Icon of={checked === 'mixed' ? Minus : Check} size="xs" />
          </span>
        )}
      </span>
      <span className={hideLabel ? 'sr-only' : undefined}>
        {label}
        {hint && <span className="block text-xs text-ink-3">{hint}</span>}
      </span>
    </label>
  );
}
