import type { Outcome } from './outcome.ts';

/**
 * Everything that can become of a record at one node or destination. The set is closed:
 * records in = sum of outcomes + in flight, and in flight is 0 at a terminal state.
 */
export const outcomes = [
  'created',
  'updated',
  'deleted',
  'unchanged',
  'stale',
  'duplicate',
  'echo',
  'filtered',
  'parked',
  'rejected',
  'dead',
  'superseded',
  'uncertain',
] as const;

/** The four words of the balance line: read = written + unchanged + waiting + failed. */
export type BalanceGroup = 'written' | 'unchanged' | 'waiting' | 'failed';

/** @example balanceGroup('created') // 'written' */
export function balanceGroup(outcome: Outcome): BalanceGroup {
  switch (outcome) {
    case 'created':
    case 'updated':
    case 'deleted':
      return 'written';
    case 'unchanged':
    case 'stale':
    case 'duplicate':
    case 'echo':
    case 'filtered':
    case 'superseded':
      return 'unchanged';
    case 'parked':
      return 'waiting';
    case 'rejected':
    case 'dead':
    case 'uncertain':
      return 'failed';
  }
}
