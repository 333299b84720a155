import { useState } from 'react';
import type { KindProps } from '../formContext.ts';
import { isObject } from '../formField.ts';
import { LiteralInput } from '../LiteralInput.tsx';

/** One value that may be a text, a number, or yes or no. */
export function LiteralField({ field, value, onChange }: KindProps) {
  // A text nothing is written in yet is no value, but its box has to stay.
  const [isEmptyText, setEmptyText] = useState(false);
  const { anyOf } = field.schema;
  const takesEmpty = Array.isArray(anyOf) && anyOf.some((part) => isObject(part) && part.type === 'null');
  return (
    <LiteralInput
      label={field.title}
      value={value ?? (isEmptyText ? '' : field.fallback)}
      takesEmpty={takesEmpty}
      mayBeLeftOut={!field.required && field.fallback === undefined}
      onChange={(next) => {
        setEmptyText(next === '');
        onChange(next);
      }}
    />
  );
}
