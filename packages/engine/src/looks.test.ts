import {
  type FetchedRecords,
  postgresEventVersion,
  postgresSnapshotVersion,
  type Source,
  type SourceVersion,
} from '@syncline/model';
import { expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import { createMemoryStore } from './testing/memoryStore.ts';
import { pretendFlow, pretendPlan } from './testing/pretendFlow.ts';
import { createPretendSystem, type Row } from './testing/pretendSystem.ts';

const time = (minute: number): SourceVersion => ({
  kind: 'ts',
  epoch: 0,
  value: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000000000Z`,
  granularityMs: 1,
});
const event = (xid: number): SourceVersion =>
  postgresEventVersion({ xid: BigInt(xid), commit: BigInt(xid * 100), place: 0 });
const row = (version: number, more: Partial<Row> = {}): Row => ({
  key: 'a',
  version,
  record: { is: `a ${version}` },
  ...more,
});

/**
 * One table that two steps bring to one place: the log, which versions rows by their transactions, and a schedule, which
 * versions them by a time column and is asked for the records a webhook names.
 *
 * @param written what the log brought. @param found what readers see. @param snapshot as of when they see it.
 */
async function play(written: Row, found: Row[], snapshot: string | null) {
  const plan = pretendPlan();
  for (const step of plan.steps) if (step.node === 'changes') step.config = { fetchFrom: 'nightly' };
  const store = createMemoryStore(pretendFlow(plan));
  const system = createPretendSystem({ fetches: true, versionOf: event });
  store.post('changes', 'a', row(1));
  await drain(store, system);
  store.post('changes', 'a', written);
  await drain(store, system);
  system.versionOf = time;
  system.rows = found;
  const { source } = system.connectors;
  system.connectors.source = (type): Source | undefined => {
    const asked = source(type);
    const { fetch } = asked ?? {};
    if (asked === undefined || fetch === undefined || snapshot === null) return asked;
    const version = postgresSnapshotVersion(snapshot);
    return {
      ...asked,
      fetch: async (...args): Promise<FetchedRecords> => ({ ...(await fetch(...args)), version }),
    };
  };
  store.post('changes', 'a', { key: 'a', hint: true });
  await drain(store, system);
  return system.held.get('a')?.record.is ?? null;
}

// Transaction 7 stands in the log and is not visible to readers yet.
const before = '7:9:7';
const after = '8:9:';

it('a look that does not see yet what the log told does not undo it', async () => {
  expect(await play(row(7), [row(1)], before)).toBe('a 7');
  expect(await play(row(7), [], before)).toBe('a 7');
  expect(await play(row(7, { deleted: true }), [row(1)], before)).toBe(null);
});

it('a look that sees all of it counts, whatever versions its records state', async () => {
  expect(await play(row(7), [row(8)], after)).toBe('a 8');
  expect(await play(row(7), [], after)).toBe(null);
});

it('a look of which nobody knows how old it is counts as the newest', async () => {
  expect(await play(row(7), [row(8)], null)).toBe('a 8');
  expect(await play(row(7), [], null)).toBe(null);
});
