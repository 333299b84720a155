import { useState } from 'react';
import { NumberInput } from '../../parts/NumberInput.tsx';
import type { KindProps } from '../formContext.ts';

const boundOf = (bound: unknown): number | undefined =>
  typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;

/** A number inside the bounds of its schema; empty means the default. */
export function NumberField({ field, value, onChange }: KindProps) {
  const min = boundOf(field.schema.minimum);
  const max = boundOf(field.schema.maximum);
  const [corrected, setCorrected] = useState<string | null>(null);
  return (
    <>
      <NumberInput
        value={typeof value === 'number' ? value : null}
        placeholder={typeof field.fallback === 'number' ? String(field.fallback) : field.ui.placeholder}
        onChange={(next) => onChange(next === null ? undefined : next)}
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        whole={field.schema.type === 'integer'}
        onCorrect={setCorrected}
      />
      {corrected && (
        <p role="status" className="text-xs text-warning">
          {corrected}
        </p>
      )}
    </>
  );
}
