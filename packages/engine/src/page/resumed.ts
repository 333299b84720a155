import type { Change, DataRecord } from '@syncline/model';
import type { Item } from '../plan/operator.ts';

/** A record that goes on from where a checkpoint kept it, or begins once more because it failed. */
export interface ResumedRecord {
  /** Identity where it goes on. */
  key: string;
  /** `key` is the identity at the source, `record` the same as below. */
  change: Change;
  record: DataRecord;
  parkedId: string | null;
  letterId: string | null;
  /** A person looked at it and let it go on. */
  isApproved: boolean;
}

/** What became of a record that is run once more, over all its destinations. Later ones outweigh earlier ones. */
const fates = ['overtaken', 'done', 'dead'] as const;
export type Fate = (typeof fates)[number];

/** The records of a page that are there for a second time, by their place in it. */
export interface Resumption {
  records: readonly ResumedRecord[];
  tell(place: number, fate: Fate): void;
  fateOf(place: number): Fate | undefined;
}

export function createResumption(records: readonly ResumedRecord[]): Resumption {
  const told = new Map<number, Fate>();
  return {
    records,
    tell: (place, fate) => {
      const known = told.get(place);
      if (known === undefined || fates.indexOf(fate) > fates.indexOf(known)) told.set(place, fate);
    },
    fateOf: (place) => told.get(place),
  };
}

export const itemsOf = (records: readonly ResumedRecord[]): Item[] =>
  records.map(({ key, change, record }, place) => ({ place, key, change, record }));
