import { describe, expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep as step } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';

/** A small generator of numbers in [0, 1), the same for a seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function setUp(type: 'approve' | 'crossing', config: Record<string, unknown>) {
  const steps = [
    step('changes', { type: 'pretend.trigger', role: 'trigger', next: { out: ['gate'] } }),
    step('nightly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['gate'] } }),
    step('gate', { type, role: 'checkpoint', config, next: { out: ['list'] } }),
    step('list', { type: 'pretend.upsert', role: 'destination', config: { deletes: 'delete' } }),
  ];
  return { store: createMemoryStore(pretendFlow(pretendPlan({}, steps))), system: createPretendSystem() };
}

const keys = ['a', 'b', 'c'];

/** Each record's states in order of their versions; some are deletes. */
const historiesOf = (random: () => number, states: number): Map<string, Row[]> =>
  new Map(
    keys.map((key) => [
      key,
      Array.from({ length: states }, (_, n): Row => {
        const deleted = random() < 0.15;
        return {
          key,
          version: n + 1,
          record: deleted ? {} : { n: Math.floor(random() * 3) },
          deleted,
        };
      }),
    ]),
  );

/** As a careless sender brings them: some twice, all in any order. */
function carelessly(histories: Map<string, Row[]>, random: () => number): Row[] {
  const all = [...histories.values()].flat();
  const twice = all.filter(() => random() < 0.3);
  return [...all, ...twice]
    .map((row) => ({ row, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ row }) => row);
}

async function bring(store: MemoryStore, system: PretendSystem, rows: Row[], random: () => number) {
  for (const row of rows) {
    store.post('changes', row.key, row);
    if (random() < 0.2) await drain(store, system);
  }
  await drain(store, system);
}

describe('whatever the order in which changes, reads and decisions come', () => {
  it('an approval ends with the newest state of each record, and never goes back', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const random = createRandom(seed);
      const { store, system } = setUp('approve', { whenExpired: 'stay' });
      const histories = historiesOf(random, 5);
      for (const row of carelessly(histories, random)) {
        store.post('changes', row.key, row);
        if (random() < 0.25) {
          system.rows = [...histories.values()].flatMap((states) => {
            const seen = states[Math.floor(random() * states.length)];
            return seen === undefined || seen.deleted === true ? [] : [seen];
          });
          store.addRun('nightly', { full: true });
        }
        if (random() < 0.3) await drain(store, system);
        if (random() < 0.3) store.checkpoints.approve(...keys);
      }
      await drain(store, system);
      store.checkpoints.approve(...keys);
      store.queue.enqueue({ flowId: 'flow', part: 0 });
      await drain(store, system);
      for (const [key, states] of histories) {
        const newest = states.at(-1);
        const expected = newest?.deleted === true ? undefined : newest?.record;
        expect([seed, key, system.held.get(key)?.record]).toEqual([seed, key, expected]);
      }
    }
  }, 60_000);

  it('a crossing never fires for a state whose condition did not hold, nor twice for one', async () => {
    const where = { match: 'all', tests: [{ field: 'n', is: 'greater', value: 1, ignoreCase: true }] };
    for (let seed = 1; seed <= 10; seed += 1) {
      const random = createRandom(seed);
      const { store, system } = setUp('crossing', { where });
      const histories = historiesOf(random, 6);
      await bring(store, system, carelessly(histories, random), random);
      const kept = store.checkpoints.parked.filter(({ change }) => change.op === 'upsert');
      for (const { record } of kept) expect(record.n).toBeGreaterThan(1);
      const versions = kept.map(({ key, version }) => `${key} ${version.split('.').at(-1)}`);
      expect([seed, new Set(versions).size]).toEqual([seed, versions.length]);
    }
  }, 60_000);

  it('a crossing fires as often as it crosses when changes come in order', async () => {
    const where = { match: 'all', tests: [{ field: 'n', is: 'greater', value: 1, ignoreCase: true }] };
    for (let seed = 1; seed <= 5; seed += 1) {
      const random = createRandom(seed);
      const { store, system } = setUp('crossing', { where });
      const histories = historiesOf(random, 8);
      let crossings = 0;
      for (const states of histories.values()) {
        let was = false;
        for (const { record, deleted } of states) {
          const is = deleted !== true && Number(record.n) > 1;
          if (is && !was) crossings += 1;
          was = is;
        }
      }
      for (const row of [...histories.values()].flat()) {
        store.post('changes', row.key, row);
        await drain(store, system, { lingerMs: 4 });
      }
      expect([seed, system.history.filter((effect) => !effect.endsWith('deleted')).length]).toEqual([
        seed,
        crossings,
      ]);
    }
  }, 120_000);
});
