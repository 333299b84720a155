import type { FieldChange } from '@syncline/model';
import { fieldsOf } from './fieldValue.ts';

/** Fields that differ between two records. `before` is left out where the field was not there. */
export function changesBetween(before: unknown, after: unknown): FieldChange[] {
  const old = new Map(fieldsOf(before));
  const next = new Map(fieldsOf(after));
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(next.get(field)))
    .map((field) => ({ field, before: old.get(field), after: next.get(field) }));
}
