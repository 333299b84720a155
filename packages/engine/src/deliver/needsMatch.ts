import type { DeletePolicy } from '../guard/guard.ts';
import type { LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import type { DestinationStep } from './destinationStep.ts';
import type { Outgoing } from './writeBatch.ts';

/**
 * Whether a write needs a look first, where the destination is asked for one: it would make the record, since the ledger
 * knows no id of it, or only that of one we deleted.
 *
 * @example needsMatch({ op: 'upsert' }, undefined, 'ignore') // true
 */
export function needsMatch(
  { op, partial = false }: Pick<Delivery, 'op' | 'partial'>,
  held: Pick<LedgerEntry, 'remoteId' | 'state'> | undefined,
  deletes: DeletePolicy,
): boolean {
  if (op === 'delete' || partial) return false;
  if (held === undefined || held.remoteId === null) return true;
  return held.state === 'tombstone' && deletes === 'delete';
}

/** Whether a record is looked for before it is written here. */
export function isSought(dest: DestinationStep, { delivery, held }: Outgoing): boolean {
  return dest.matches && needsMatch(delivery, held, dest.deletes);
}

/** Whether a record may be written: it was found out what is there of it, or nobody has to know. */
export function isMatched(dest: DestinationStep, outgoing: Outgoing): boolean {
  return outgoing.matched !== undefined || !isSought(dest, outgoing);
}

/** The id the destination is known to have for a record. */
export function remoteIdOf({ held, matched }: Pick<Outgoing, 'held' | 'matched'>): string | null {
  return (matched ?? held)?.remoteId ?? null;
}
