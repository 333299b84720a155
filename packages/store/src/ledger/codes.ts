import type { LedgerState } from '@syncline/engine';
import type { Outcome } from '@syncline/model';

/** Numbers of the ledger's states. They are on disk: add at the end, never change one. */
const states: readonly LedgerState[] = ['synced', 'failed', 'dead', 'tombstone', 'uncertain', 'orphan'];

// Likewise on disk. The model's list may be put in another order some day, so the order is pinned here.
const pinned: readonly Outcome[] = [
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
];

const stateNumbers = new Map(states.map((state, number) => [state, number]));
const outcomeNumbers = new Map(pinned.map((outcome, number) => [outcome, number]));

export const stateNumber = (state: LedgerState): number => stateNumbers.get(state) ?? 4;
export const stateOf = (number: number): LedgerState => states[number] ?? 'uncertain';
export const outcomeNumber = (outcome: Outcome): number => outcomeNumbers.get(outcome) ?? 12;
export const outcomeOf = (number: number): Outcome => pinned[number] ?? 'uncertain';
