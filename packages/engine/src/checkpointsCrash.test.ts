import type { PlanStep } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { type Death, liveAndDie } from './testing/mortalWorker.ts';
import { pretendFlow, pretendPlan, pretendStep as step } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';

const gates: Record<string, PlanStep> = {
  approve: step('gate', { type: 'approve', role: 'checkpoint', config: { whenExpired: 'stay' } }),
  hold: step('gate', { type: 'hold', role: 'checkpoint', config: { cron: '* * * * *', timezone: 'UTC' } }),
  crossing: step('gate', {
    type: 'crossing',
    role: 'checkpoint',
    config: { where: { match: 'all', tests: [{ field: 'n', is: 'is-not-empty' }] } },
  }),
};

const rows: Row[] = Array.from({ length: 6 }, (_, n) => ({ key: `k${n}`, version: 1, record: { n } }));

/** Records come live and in a batch through a checkpoint; whoever decides does so at once. */
function setUp(gate: PlanStep): { store: MemoryStore; system: PretendSystem } {
  const store = createMemoryStore(
    pretendFlow(
      pretendPlan({}, [
        step('changes', { type: 'pretend.trigger', role: 'trigger', next: { out: ['gate'] } }),
        step('nightly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['gate'] } }),
        { ...gate, next: { out: ['list'] } },
        step('list', { type: 'pretend.upsert', role: 'destination', config: { deletes: 'delete' } }),
      ]),
    ),
  );
  const { settle } = store.checkpoints;
  store.checkpoints.settle = (writes, released, replayed) => {
    const soon = new Date(Date.now() + store.skewMs + 1);
    const due = gate.type === 'hold' ? { due: soon } : {};
    settle(
      writes.map((write) => ({ ...write, ...due })),
      released,
      replayed,
    );
    if (gate.type !== 'approve' || writes.length === 0) return;
    store.checkpoints.approve(...writes.map(({ key }) => key));
    store.queue.enqueue({ flowId: 'flow', part: 0 });
  };
  const system = createPretendSystem({ delivery: 'T', rows, pageSize: 3, maxBatch: 2 });
  // A first full read is history for a crossing; this one goes on from where another ended.
  store.addRun('nightly', { low: 0 });
  for (let n = 0; n < 4; n += 1) {
    const key = n % 2 === 0 ? `k${n}` : `live${n}`;
    const row: Row = { key, version: 2, record: { n: `live ${n}` } };
    store.post('changes', key, row);
  }
  return { store, system };
}

async function dieOnce(store: MemoryStore, system: PretendSystem, death: Death): Promise<boolean> {
  if (!(await liveAndDie(store, system, death))) return false;
  store.expireLeases();
  store.skewMs += 120_000;
  for (let lives = 0; store.queue.isBusy(); lives += 1) {
    if (lives > 5) throw new Error('the work does not end');
    await liveAndDie(store, system, { atCall: Number.POSITIVE_INFINITY, when: 'before' });
  }
  return true;
}

function check({ runs, inbox, attempts, queue, checkpoints }: MemoryStore, system: PretendSystem): void {
  expect(queue.failures).toEqual([]);
  expect(inbox).toEqual([]);
  expect(attempts.size).toBe(0);
  expect(
    checkpoints.parked.map(({ state }) => state).filter((state) => state !== 'superseded'),
  ).not.toContain('waiting');
  expect(new Set(system.history).size).toBe(system.history.length);
  for (const { status, counts } of runs) {
    expect(status).toBe('succeeded');
    for (const { in: came, out, outcomes } of Object.values(counts))
      expect(came).toBe(out + Object.values(outcomes).reduce((sum, records) => sum + (records ?? 0), 0));
  }
  const parked = runs.reduce((sum, { counts }) => sum + (counts.gate?.outcomes.parked ?? 0), 0);
  expect(parked).toBe(checkpoints.parked.length);
}

const held = (system: PretendSystem) =>
  Object.fromEntries([...system.held].map(([key, { record }]) => [key, record.n]));

describe.each(Object.keys(gates))(
  'a worker that dies at any call, with a step of type %s on the way',
  (type) => {
    it('delivers what goes on exactly once', async () => {
      let deaths = 0;
      for (let atCall = 1, reached = true; reached; atCall += 1) {
        reached = false;
        for (const when of ['before', 'after'] as const) {
          const { store, system } = setUp(gates[type] as PlanStep);
          if (!(await dieOnce(store, system, { atCall, when }))) continue;
          reached = true;
          deaths += 1;
          try {
            check(store, system);
            const newest = {
              k0: 'live 0',
              k1: 1,
              k2: 'live 2',
              k3: 3,
              k4: 4,
              k5: 5,
              live1: 'live 1',
              live3: 'live 3',
            };
            if (type !== 'crossing') expect(held(system)).toEqual(newest);
            // Once for each record, in whichever state it was met first.
            else expect(system.history).toHaveLength(Object.keys(newest).length);
          } catch (thrown) {
            throw new Error(`after dying ${when} call ${atCall}`, { cause: thrown });
          }
        }
      }
      expect(deaths).toBeGreaterThan(40);
    }, 120_000);
  },
);
