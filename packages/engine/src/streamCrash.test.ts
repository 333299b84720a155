import { noVersion } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { type Death, liveAndDie } from './testing/mortalWorker.ts';
import { pretendFlow, pretendPlan } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';
import { rowsOf } from './testing/setUp.ts';

interface Stage {
  store: MemoryStore;
  system: PretendSystem;
}

const row = (key: string, version: number): Row => ({ key, version, record: { is: `${key} ${version}` } });

function stage(more: Partial<PretendSystem>): Stage {
  const plan = pretendPlan();
  for (const step of plan.steps) if (step.node === 'changes') step.config = { fetchFrom: 'nightly' };
  const system = createPretendSystem({ delivery: 'T', fetches: true, pageSize: 4, maxBatch: 3, ...more });
  return { store: createMemoryStore(pretendFlow(plan)), system };
}

/** Kills a worker at one call, then lets others finish the work. @returns false when there was no such call. */
async function dieOnce({ store, system }: Stage, death: Death): Promise<boolean> {
  if (!(await liveAndDie(store, system, death))) return false;
  store.expireLeases();
  store.skewMs += 120_000;
  for (let lives = 0; store.queue.isBusy(); lives += 1) {
    if (lives > 5) throw new Error('the work does not end');
    await liveAndDie(store, system, { atCall: Number.POSITIVE_INFINITY, when: 'before' });
  }
  return true;
}

async function everyDeath(make: () => Promise<Stage>, check: (stage: Stage) => void): Promise<number> {
  let deaths = 0;
  for (let atCall = 1; ; atCall += 1) {
    let reached = false;
    for (const when of ['before', 'after'] as const) {
      const made = await make();
      if (!(await dieOnce(made, { atCall, when }))) continue;
      reached = true;
      deaths += 1;
      try {
        checkAccount(made.store);
        check(made);
      } catch (thrown) {
        throw new Error(`after dying ${when} call ${atCall}`, { cause: thrown });
      }
    }
    if (!reached) return deaths;
  }
}

function checkAccount({ runs, attempts, inbox, queue }: MemoryStore): void {
  expect(queue.failures).toEqual([]);
  expect(inbox).toEqual([]);
  expect(attempts.size).toBe(0);
  for (const run of runs) {
    expect(run.status).toBe('succeeded');
    for (const counts of Object.values(run.counts)) {
      const ended = Object.values(counts.outcomes).reduce((sum, records) => sum + (records ?? 0), 0);
      expect(counts.in).toBe(counts.out + ended);
    }
  }
}

const finalState = ({ held }: PretendSystem) =>
  Object.fromEntries([...held].sort().map(([key, { record }]) => [key, record]));
const stateOf = (rows: Row[]) =>
  Object.fromEntries(rows.map(({ key, record }) => [key, record] as const).sort());
const sumOf = ({ runs }: MemoryStore, outcome: 'created' | 'deleted') =>
  runs.reduce((sum, { counts }) => sum + (counts.list?.outcomes[outcome] ?? 0), 0);

describe('a worker that dies at any call', () => {
  it('follows every hint, and has each effect once', async () => {
    const rows = [row('a', 2), row('b', 2), row('c', 2)];
    const deaths = await everyDeath(
      async () => {
        const made = stage({ rows: [row('a', 1), row('d', 1)], versionOf: () => noVersion });
        made.store.addRun('nightly');
        await drain(made.store, made.system);
        made.system.rows = rows;
        for (const key of ['a', 'b', 'd', 'a', 'c']) made.store.post('changes', key, { key, hint: true });
        return made;
      },
      ({ store, system }) => {
        expect(finalState(system)).toEqual(stateOf(rows));
        expect(new Set(system.history).size).toBe(system.history.length);
        expect(sumOf(store, 'deleted')).toBe(1);
        expect(sumOf(store, 'created')).toBe(4);
      },
    );
    expect(deaths).toBeGreaterThan(25);
  }, 120_000);

  it('ends a sweep with what is gone deleted once, and nothing else', async () => {
    const changed = rowsOf(9, (n) => (n === 2 ? { version: 2, record: { n: 'new' } } : {}));
    const deaths = await everyDeath(
      async () => {
        const made = stage({ rows: rowsOf(12) });
        made.store.addRun('nightly');
        await drain(made.store, made.system);
        made.system.rows = changed;
        made.store.addRun('nightly', { kind: 'sweep', startedBy: 'sync' });
        return made;
      },
      ({ store, system }) => {
        expect(finalState(system)).toEqual(stateOf(changed));
        expect(new Set(system.history).size).toBe(system.history.length);
        expect(sumOf(store, 'deleted')).toBe(3);
        expect(sumOf(store, 'created')).toBe(12);
      },
    );
    expect(deaths).toBeGreaterThan(40);
  }, 120_000);
});
