import { useEffect, useState } from 'react';
import { formatCount } from './format.ts';
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
  /** Only whole numbers. */
  whole?: boolean;
  /** What was made of a number that could not stay as it was typed; null once one could. */
  onCorrect?: (words: string | null) => void;
};

/**
 * A number with its unit. A text box rather than `type=number`: the wheel does not change it, a half-written
 * number is kept as typed, and arrow keys step it inside its bounds.
 */
export function NumberInput({
  value,
  onChange,
  min,
  max,
  step = 1,
  unit,
  whole,
  onCorrect,
  ...rest
}: NumberInputProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setText((typed) => (readNumber(typed) === value ? typed : value === null ? '' : String(value)));
  }, [value]);

  const bound = (next: number) => {
    const inside = Math.min(max ?? next, Math.max(min ?? next, next));
    return whole ? Math.round(inside) : inside;
  };
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
    onCorrect?.(settled === next ? null : correction(text, settled, { min, max }));
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

/** What was typed, why it can't stay, and what stands there now. */
function correction(
  text: string,
  settled: number | null,
  { min, max }: { min?: number | undefined; max?: number | undefined },
): string {
  const typed = readNumber(text);
  const now = settled === null ? 'It is empty now.' : `It is ${formatCount(settled)} now.`;
  if (typeof typed !== 'number') return `“${text.trim()}” is not a number. ${now}`;
  if (min !== undefined && typed < min) return `${formatCount(min)} is the least. ${now}`;
  if (max !== undefined && typed > max) return `${formatCount(max)} is the most. ${now}`;
  return `It takes whole numbers. ${now}`;
}

/** The number typed, null for nothing, undefined for what is not a number (yet). */
function readNumber(text: string): number | null | undefined {
  const trimmed = text.trim().replaceAll(/[,_ ](?=\d{3})/g, '');
  if (trimmed === '') return null;
  const parsed = Number(trimmed);
  return Number.isFinite(parsed) ? parsed : undefined;
}
