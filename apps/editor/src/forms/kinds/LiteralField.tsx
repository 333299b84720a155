import { useState } from 'react';
import type { KindProps } from '../formContext.ts';
import { LiteralInput } from '../LiteralInput.tsx';

/** One value that may be a text, a number, or yes or no. */
export function LiteralField({ field, value, onChange }: KindProps) {
  // A text nothing is written in yet is no value, but its box has to stay.
  const [isEmptyText, setEmptyText] = useState(false);
  return (
    <LiteralInput
      label={field.title}
      value={value ?? (isEmptyText ? '' : field.fallback)}
      onChange={(next) => {
        setEmptyText(next === '');
        onChange(next);
      }}
    />
  );
}
