import { outcomes } from '@syncline/model';
import { expect, it } from 'vitest';
import { outcomeNumber, outcomeOf, stateNumber, stateOf } from './codes.ts';

it('has a number on disk for every outcome and state, and reads each back', () => {
  for (const outcome of outcomes) expect(outcomeOf(outcomeNumber(outcome))).toBe(outcome);
  for (const state of ['synced', 'failed', 'dead', 'tombstone', 'uncertain'] as const)
    expect(stateOf(stateNumber(state))).toBe(state);
});

it('keeps the numbers that are on disk already', () => {
  expect([0, 3, 12].map(outcomeOf)).toEqual(['created', 'unchanged', 'uncertain']);
  expect([stateNumber('synced'), stateNumber('tombstone')]).toEqual([0, 3]);
});
