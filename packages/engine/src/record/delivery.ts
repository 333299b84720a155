import type { Change, DataRecord } from '@syncline/model';
import type { Proposal } from '../guard/guard.ts';

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
}
