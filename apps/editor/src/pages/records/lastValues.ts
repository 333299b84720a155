import type { RecordHop } from '@syncline/model';

/** What a destination was given last of one field; `waits` when it is still held back. */
export interface HeldValue {
  value: unknown;
  waits: boolean;
}

/** The newest known value of every field, from a story told newest first. Empty when the record was deleted since. */
export function lastValues(hops: readonly RecordHop[]): ReadonlyMap<string, HeldValue> {
  const values = new Map<string, HeldValue>();
  for (const hop of hops) {
    if (hop.outcome === 'deleted') break;
    for (const { field, after } of hop.changes) {
      if (!values.has(field)) values.set(field, { value: after, waits: hop.outcome === 'parked' });
    }
  }
  return values;
}
