import { describe, expect, it } from 'vitest';
import type { Broken } from './testing/history/broken.ts';
import { type History, playHistory } from './testing/history/playHistory.ts';

/** Of each kind; SYNCLINE_HISTORIES=2860 plays 20,000 in all, which takes some minutes. */
const histories = Number(process.env.SYNCLINE_HISTORIES ?? 60);

/** @returns seeds whose destination ends different from the source. */
async function divergent(first: number, last: number, history: Omit<History, 'seed'>): Promise<number[]> {
  const found: number[] = [];
  for (let seed = first; seed <= last; seed += 1)
    if ((await playHistory({ ...history, seed })).length > 0) found.push(seed);
  return found;
}

describe('a destination ends as its source is, whatever comes late, twice or in between, and whoever dies', () => {
  it.each([
    ['events with the whole record', { kind: 'full' }],
    ['events of which some never come, and a sweep', { kind: 'full', lossy: true }],
    ['versions that several changes share', { kind: 'coarse' }],
    ['such versions, events that never come, and a sweep', { kind: 'coarse', lossy: true }],
    ['word of changes and nothing else', { kind: 'words' }],
    ['word of changes that does not always come, and a sweep', { kind: 'words', lossy: true }],
    ['a change stream beside reads under snapshots', { kind: 'log' }],
  ] satisfies [string, Omit<History, 'seed'>][])(
    'with %s',
    async (_, history) => {
      expect(await divergent(1, histories, history)).toEqual([]);
    },
    1_800_000,
  );
});

describe('the histories notice', () => {
  it.each([
    ['when records are in nobody’s hands', 'coarse', { lanes: true }],
    ['when a deleted record leaves no trace', 'full', { tombstones: true }],
    ['when the last to come wins', 'full', { versions: true }],
    ['when nothing is read again', 'coarse', { refetch: true }],
    ['when a write nobody heard of leaves no mark', 'log', { doubt: true }],
    ['when events are taken off before their work is done', 'full', { ackFirst: true }],
    ['when nobody compares after events got lost', 'full', { finalSweep: true }],
    ['when what a sweep did not list is deleted unasked', 'full', { unasked: true }],
    ['when word that comes during a read counts as answered', 'words', { lateWords: true }],
    ['when a read goes by the position in the log', 'log', { positions: true }],
    ['when a look does not say as of when a record is gone', 'log', { blindLook: true }],
  ] satisfies [string, History['kind'], Broken][])(
    '%s',
    async (_, kind, broken) => {
      const history = { kind, broken, lossy: 'finalSweep' in broken };
      let found = 0;
      for (let seed = 1; seed <= 1_000 && found === 0; seed += 1)
        found = (await divergent(seed, seed, history)).length;
      expect(found).toBe(1);
    },
    300_000,
  );
});
