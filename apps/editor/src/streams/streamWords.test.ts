import type { Stream } from '@syncline/model';
import { expect, it } from 'vitest';
import { streamWords, sweepWords, worstOf } from './streamWords.ts';

const noon = new Date();
noon.setHours(12, 3, 0, 0);
const at = noon.toISOString();
const stream = (change: Partial<Stream>): Stream => ({
  node: 'customers',
  title: 'Customers',
  role: 'sync',
  state: 'in-sync',
  problem: null,
  capturedSince: at,
  inSyncSince: at,
  verifiedThrough: null,
  sweep: null,
  nextSweepAt: null,
  backfill: null,
  lagBytes: null,
  waitingEvents: 0,
  cursor: null,
  ...change,
});

it('says how far it has loaded and since when it is live', () => {
  const backfill = { runId: '1', state: 'running' as const, progress: 0.42, read: 42_000 };
  expect(streamWords(stream({ state: 'loading', backfill })).words).toBe(
    'Loading what exists: 42 %, live since 12:03',
  );
  expect(streamWords(stream({ state: 'loading', backfill: { ...backfill, progress: null } })).words).toBe(
    'Loading what exists: 42,000 so far, live since 12:03',
  );
});

it('says how far it is proven equal, and how many were not', () => {
  const sweep = { runId: '1', at, checked: 100_000, repaired: 0, missing: 0, failed: 0 };
  expect(streamWords(stream({ verifiedThrough: at, sweep })).words).toBe(
    'In sync, verified through 12:03, 0 of 100,000 differed',
  );
});

it('says what a check could not compare, and claims nothing of it', () => {
  const sweep = { runId: '1', at, checked: 99_999, repaired: 2, missing: 0, failed: 1 };
  expect(streamWords(stream({ verifiedThrough: at, sweep })).words).toBe(
    'In sync, verified through 12:03 but for 1 record, 2 of 99,999 differed',
  );
  expect(sweepWords(sweep)).toBe(
    '1 record could not be compared. 99,999 compared, 2 put right, 0 gone at the source',
  );
});

it('does not call a check complete that could not look for what is gone', () => {
  const sweep = { runId: '1', at, checked: 10, repaired: 0, missing: null, failed: 3 };
  expect(sweepWords(sweep)).toBe(
    '3 records could not be compared. 10 compared, 0 put right, not looked for what is gone at the source',
  );
  expect(streamWords(stream({ sweep })).words).toBe('In sync, 3 records could not be compared at 12:03');
});

it('names the problem before anything else', () => {
  const problem = {
    code: 'x',
    title: 'The database gave up keeping the changes',
    whatToDo: 'Wait.',
    message: '',
  };
  expect(streamWords(stream({ problem })).words).toBe(problem.title);
  expect(worstOf([stream({}), stream({ problem })])?.kind).toBe('failed');
});

it('does not claim that what only a schedule reads is in sync', () => {
  // One that always reads everything keeps no cursor, so nothing says when it was read last.
  const { short, words } = streamWords(stream({ role: 'schedule', state: null, capturedSince: null }));
  expect([short, words]).toEqual(['By schedule', 'Read by its schedule']);
});
