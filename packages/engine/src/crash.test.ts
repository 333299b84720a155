import type { DeliveryClass } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { type Death, liveAndDie } from './testing/mortalWorker.ts';
import { pretendFlow, pretendPlan } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';

const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({ key: `k${n}`, version: 1, record: { n } }));

function setUp(delivery: DeliveryClass, whenLost?: string): { store: MemoryStore; system: PretendSystem } {
  const plan = pretendPlan();
  const list = plan.steps.find(({ node }) => node === 'list');
  if (list !== undefined && whenLost !== undefined) list.config = { ...list.config, whenLost };
  const store = createMemoryStore(pretendFlow(plan));
  const system = createPretendSystem({ delivery, rows: rows(12), pageSize: 4, maxBatch: 3 });
  store.addRun('nightly');
  for (let n = 0; n < 6; n += 1) {
    const key = n % 2 === 0 ? `k${n}` : `live${n}`;
    store.post('changes', key, { key, version: 2, record: { live: n } });
  }
  return { store, system };
}

/** Kills a worker at one call, then lets others finish the work. @returns false when there was no such call. */
async function dieOnce(store: MemoryStore, system: PretendSystem, death: Death): Promise<boolean> {
  if (!(await liveAndDie(store, system, death))) return false;
  store.expireLeases();
  // Past the deadline of every intent: what was on its way has arrived by now.
  store.skewMs += 120_000;
  for (let lives = 0; store.queue.isBusy(); lives += 1) {
    if (lives > 5) throw new Error('the work does not end');
    await liveAndDie(store, system, { atCall: Number.POSITIVE_INFINITY, when: 'before' });
  }
  return true;
}

/** What must hold whatever happened. */
function checkAccount({ runs, attempts, inbox, queue, settlements }: MemoryStore): void {
  expect(queue.failures).toEqual([]);
  expect(inbox).toEqual([]);
  expect(attempts.size).toBe(0);
  for (const run of runs) {
    expect(['succeeded', 'partial']).toContain(run.status);
    for (const counts of Object.values(run.counts)) {
      const ended = Object.values(counts.outcomes).reduce((sum, records) => sum + (records ?? 0), 0);
      expect(counts.in).toBe(counts.out + ended);
    }
    const pages = settlements.filter(({ runId }) => runId === run.runId);
    expect(pages.map(({ page }) => page)).toEqual(pages.map((_, index) => index));
  }
  expect(runs.filter(({ feeder }) => feeder === 'nightly').map(({ read }) => read)).toEqual([12]);
  expect(runs.filter(({ feeder }) => feeder === 'changes').reduce((sum, { read }) => sum + read, 0)).toBe(6);
}

const finalState = (system: PretendSystem) =>
  Object.fromEntries([...system.held].sort().map(([key, { record }]) => [key, record]));

const expectedState = Object.fromEntries(
  [
    ...rows(12).map(({ key, record }) => [key, record] as const),
    ...[0, 2, 4].map((n) => [`k${n}`, { live: n }] as const),
    ...[1, 3, 5].map((n) => [`live${n}`, { live: n }] as const),
  ].sort(),
);

const sumOf = ({ runs }: MemoryStore, outcome: 'created' | 'updated' | 'stale' | 'uncertain') =>
  runs.reduce((sum, { counts }) => sum + (counts.list?.outcomes[outcome] ?? 0), 0);

/** Dies at every call there is, one life each. */
async function everyDeath(
  make: () => { store: MemoryStore; system: PretendSystem },
  check: (store: MemoryStore, system: PretendSystem) => void,
): Promise<number> {
  let deaths = 0;
  for (let atCall = 1; ; atCall += 1) {
    let reached = false;
    for (const when of ['before', 'after'] as const) {
      const { store, system } = make();
      if (!(await dieOnce(store, system, { atCall, when }))) continue;
      reached = true;
      deaths += 1;
      try {
        checkAccount(store);
        check(store, system);
      } catch (thrown) {
        throw new Error(`after dying ${when} call ${atCall}`, { cause: thrown });
      }
    }
    if (!reached) return deaths;
  }
}

describe('a worker that dies at any call, while batch and live work go on', () => {
  it('writes each record exactly once where effect and proof commit together, and counts it once', async () => {
    const deaths = await everyDeath(
      () => setUp('T'),
      (store, system) => {
        expect(finalState(system)).toEqual(expectedState);
        expect(new Set(system.history).size).toBe(system.history.length);
        expect(sumOf(store, 'created')).toBe(15);
        expect(sumOf(store, 'updated') + sumOf(store, 'stale')).toBe(3);
      },
    );
    expect(deaths).toBeGreaterThan(60);
  }, 120_000);

  it('ends with the right records where writing twice does no harm', async () => {
    const deaths = await everyDeath(
      () => setUp('U'),
      (_, system) => expect(finalState(system)).toEqual(expectedState),
    );
    expect(deaths).toBeGreaterThan(40);
  }, 120_000);

  it('has each effect once where the destination knows a repeated key', async () => {
    await everyDeath(
      () => setUp('I'),
      (_, system) => {
        expect(finalState(system)).toEqual(expectedState);
        expect(new Set(system.history).size).toBe(system.history.length);
      },
    );
  }, 120_000);

  it('has each effect once where it can look for its marker', async () => {
    await everyDeath(
      () => setUp('L'),
      (store, system) => {
        expect(finalState(system)).toEqual(expectedState);
        expect(new Set(system.history).size).toBe(system.history.length);
        expect(sumOf(store, 'created')).toBe(15);
      },
    );
  }, 120_000);

  it('leaves no record out where a double is the smaller evil', async () => {
    await everyDeath(
      () => setUp('N', 'at-least-once'),
      (_, system) => expect(finalState(system)).toEqual(expectedState),
    );
  }, 120_000);

  it('writes nothing twice where that is the greater evil, and asks a person about the rest', async () => {
    await everyDeath(
      () => setUp('N', 'at-most-once'),
      (store, system) => {
        expect(new Set(system.history).size).toBe(system.history.length);
        const uncertain = new Set(store.deadLetters.map(({ key }) => key));
        for (const [key, record] of Object.entries(expectedState)) {
          const held = system.held.get(key)?.record;
          if (JSON.stringify(held) !== JSON.stringify(record)) expect(uncertain).toContain(key);
        }
        expect(sumOf(store, 'uncertain')).toBe(store.deadLetters.length);
      },
    );
  }, 120_000);
});
