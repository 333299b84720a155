import type { RecordHop } from '@syncline/model';

/** What a destination was given last of one field; `waits` when it is still held back. */
export interface HeldValue {
  value: unknown;
  waits: boolean;
}

/**
 * The newest known value of every field, from a story told newest first. Fields are in the order in which they were first
 * given, so a record reads as it was written. Empty when the record was deleted since.
 */
export function lastValues(hops: readonly RecordHop[]): ReadonlyMap<string, HeldValue> {
  const deleted = hops.findIndex(({ outcome }) => outcome === 'deleted');
  const values = new Map<string, HeldValue>();
  for (const hop of hops.slice(0, deleted === -1 ? undefined : deleted).toReversed())
    for (const { field, after } of hop.changes)
      values.set(field, { value: after, waits: hop.outcome === 'parked' });
  return values;
}
