import type { Change, DataRecord } from '@syncline/model';
import type { Proposal } from '../guard/guard.ts';
import type { LetterOrigin } from '../ports.ts';

/** One record on its way to one destination: what the guard decides on, and what is then written. */
export interface Delivery extends Proposal {
  /** Identity at the destination. */
  key: string;
  /** Place in the page: order of arrival. */
  place: number;
  /** The mapped record. */
  record: DataRecord;
  /** What came in. */
  change: Change;
  /** Some fields of a record that is there. */
  partial?: boolean;
}

/** Identity at the source, as the ledger keeps it: null when it is the same as at the destination. */
export const sourceKeyOf = ({ key, change }: Delivery): string | null =>
  change.key === key ? null : change.key;

/**
 * What it takes to run the record once more, should it be given up.
 *
 * @param key identity it began with. Default: that at the source, which it has unless a checkpoint let it go on.
 */
export function originOf(feeder: string, { record: _, ...change }: Change, key = change.key): LetterOrigin {
  return { feeder, sourceKey: change.key, change: { ...change, key } };
}
