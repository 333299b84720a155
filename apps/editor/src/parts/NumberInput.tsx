import { useEffect, useState } from 'react';
import { TextInput, type TextInputProps } from './TextInput.tsx';

type NumberInputProps = Omit<
  TextInputProps,
  'value' | 'onChange' | 'type' | 'min' | 'max' | 'step' | 'end'
> & {
  value: number | null;
  /** Called with a number once the text is one, and with null when it is emptied. */
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** What one press of an arrow key adds. */
  step?: number;
  /** Written after the number: "minutes", "calls". */
  unit?: string;
};

/**
 * A number with its unit. A text box rather than `type=number`: the wheel does not change it, a half-written
 * number is kept as typed, and arrow keys step it inside its bounds.
 */
export function NumberInput({ value, onChange, min, max, step = 1, unit, ...rest }: NumberInputProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setText((typed) => (readNumber(typed) === value ? typed : value === null ? '' : String(value)));
  }, [value]);

  const bound = (next: number) => Math.min(max ?? next, Math.max(min ?? next, next));
  const change = (typed: string) => {
    setText(typed);
    const next = readNumber(typed);
    if (next !== undefined) onChange(next);
  };
  const settle = () => {
    const next = readNumber(text);
    const settled = next === undefined ? value : next === null ? null : bound(next);
    setText(settled === null ? '' : String(settled));
    if (settled !== value) onChange(settled);
  };

  return (
    <TextInput
      inputMode="decimal"
      role="spinbutton"
      aria-valuenow={value ?? undefined}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuetext={value !== null && unit ? `${value} ${unit}` : undefined}
      {...rest}
      value={text}
      end={unit}
      onChange={(event) => change(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
        if (direction === 0) return;
        event.preventDefault();
        change(String(bound((value ?? min ?? 0) + direction * step)));
      }}
    />
  );
}

/** The number typed, null for nothing, undefined for what is not a number (yet). */
function readNumber(text: string): number | null | undefined {
  const trimmed = text.trim().replaceAll(/[,_ ](?=\d{3})/g, '');
  if (trimmed === '') return null;
  const parsed = Number(trimmed);
  return Number.isFinite(parsed) ? parsed : undefined;
}
