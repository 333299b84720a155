import { useFieldProps } from './Field.tsx';

type SwitchProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Words beside it. Inside a Field, which has them already, leave it out. */
  label?: string;
  disabled?: boolean;
};

/** On or off, with effect at once. For a choice that waits for a Save, use a Checkbox. */
export function Switch({ checked, onChange, label, disabled }: SwitchProps) {
  return (
    <label className="inline-flex min-h-(--target) w-fit items-center gap-2 has-disabled:text-ink-disabled">
      <span className="relative inline-flex">
        <input
          type="checkbox"
          role="switch"
          checked={checked}
          aria-checked={checked}
          disabled={disabled}
          {...useFieldProps()}
          onChange={(event) => onChange(event.target.checked)}
          className="peer h-4.5 w-8 appearance-none rounded-full border border-line-control bg-track checked:border-accent checked:bg-accent disabled:border-line disabled:bg-sunken"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-[3px] left-[3px] size-3 rounded-full bg-edge-strong transition-[translate] duration-(--duration-quick) peer-checked:translate-x-3.5 peer-checked:bg-on-accent peer-disabled:bg-line-strong"
        />
      </span>
      {label}
    </label>
  );
}
