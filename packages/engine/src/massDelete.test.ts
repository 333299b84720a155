import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from './testing/drain.ts';
import { approve, approveAll, checkAccount, hold, setUpGate } from './testing/gateFlow.ts';
import type { MemoryStore } from './testing/memoryStore.ts';
import { createMemoryStore } from './testing/memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';
import { rowsOf, stored } from './testing/setUp.ts';

const minute = 60_000;

interface World {
  store: MemoryStore;
  system: PretendSystem;
}

/** A trigger and the schedule it may ask, into a list that holds so many records. */
async function setUp(records: number, steps = direct()): Promise<World> {
  const store = createMemoryStore(pretendFlow(pretendPlan({}, steps)));
  const system = createPretendSystem({ rows: rowsOf(records), fetches: true });
  store.addRun('nightly');
  await drain(store, system);
  store.skewMs += 60 * minute;
  return { store, system };
}

const feeds = (node: string) => ({ next: { out: [node] } });
const listed = pretendStep('list', {
  type: 'pretend.upsert',
  role: 'destination',
  config: { deletes: 'delete' },
});
const nightly = pretendStep('nightly', { type: 'pretend.schedule', role: 'schedule', ...feeds('list') });
const direct = () => [
  pretendStep('changes', {
    type: 'pretend.trigger',
    role: 'trigger',
    config: { fetchFrom: 'nightly' },
    ...feeds('list'),
  }),
  nightly,
  listed,
];

/** Some of the rows, deleted. */
const gone = (from: number, to: number, version = 2): Row[] =>
  rowsOf(to)
    .slice(from)
    .map((row) => ({ ...row, version, deleted: true }));

const post = ({ store }: World, rows: readonly Row[]) => {
  for (const row of rows) store.post('changes', row.key, row);
};

/** A person decides, and the flow goes on. */
function decide({ store }: World, allowed: boolean, feeder = 'changes'): void {
  store.skewMs += 10;
  store.sweeps.decide('dest-list', feeder, allowed);
  for (const run of store.runs) if (run.status === 'paused') run.status = 'queued';
  store.skewMs += 10;
  store.flow = { ...store.flow, desired: 'live' };
  store.paused = null;
  store.queue.enqueue({ flowId: 'flow', part: 0 });
}

const statesOf = ({ store }: World, state: string) =>
  [...store.ledger].filter(([place, row]) => place.startsWith('dest-list ') && row.state === state).length;

describe('a flow that takes changes as they come', () => {
  it('is not stopped by the deletes of days, though one run brings them all', async () => {
    const world = await setUp(300);
    const { store, system } = world;
    const worker = startWorker(store, system, { lingerMs: 60_000, rollingMs: 1e9 });
    for (let day = 0; day < 4; day += 1) {
      post(world, gone(day * 30, day * 30 + 30));
      store.queue.enqueue({ flowId: 'flow', part: 0 });
      await until(() => system.held.size === 300 - (day + 1) * 30 || store.paused !== null);
      store.skewMs += 11 * minute;
    }
    await worker.stop();
    expect(store.paused).toBeNull();
    expect(store.runs.filter(({ kind }) => kind === 'live')).toHaveLength(1);
    expect(system.held.size).toBe(180);
  });

  it('is stopped by many within ten minutes, also when its worker and its run are others by then', async () => {
    const world = await setUp(300);
    const { store, system } = world;
    post(world, gone(0, 40));
    await drain(store, system);
    store.skewMs += minute;
    post(world, gone(40, 80));
    await drain(store, system);
    expect(store.runs.filter(({ kind }) => kind === 'live')).toHaveLength(2);
    expect(system.held.size).toBe(260);
    expect(store.paused).toMatchObject({
      reason: 'guard',
      message: '80 records of 260 in list would be deleted within 10 minutes',
    });
  });

  it('leaves the records alone when a person says no, says so in each story, and goes on', async () => {
    const world = await setUp(300);
    const { store, system } = world;
    post(world, gone(0, 60));
    await drain(store, system);
    expect(store.paused).toMatchObject({ reason: 'guard' });
    post(world, [...gone(60, 65), { key: 'k200', version: 2, record: { n: 'new' } }]);
    decide(world, false);
    await drain(store, system);
    expect(store.paused).toBeNull();
    expect(store.inbox).toEqual([]);
    expect(system.held.size).toBe(300);
    expect(system.held.get('k200')?.record).toEqual({ n: 'new' });
    expect(statesOf(world, 'orphan')).toBe(65);
    expect(store.events.filter(({ code }) => code === 'run.mass-delete')).toHaveLength(65);
    expect(store.events[0]).toMatchObject({
      outcome: 'filtered',
      detail: 'Left where it is: a person said no to deleting so many',
    });
    checkAccount(store);
    // The same deletes, told twice; and new ones, which nobody has said anything about.
    post(world, [...gone(0, 3), ...gone(100, 110)]);
    await drain(store, system);
    expect(system.held.size).toBe(290);
    // A record that comes back is in sync again.
    post(world, [{ key: 'k1', version: 3, record: { n: 1 } }]);
    system.rows = system.rows.map((row) => (row.key === 'k1' ? { ...row, version: 3 } : row));
    await drain(store, system);
    expect(store.ledger.get('dest-list k1')?.state).toBe('synced');
  });

  it('leaves them alone too when all it had was word of them', async () => {
    const world = await setUp(300);
    const { store, system } = world;
    system.rows = system.rows.slice(60);
    for (const { key } of gone(0, 60)) store.post('changes', key, { key, hint: true });
    await drain(store, system);
    expect(store.paused).toMatchObject({ reason: 'guard' });
    decide(world, false);
    await drain(store, system);
    expect([store.paused, store.inbox.length, system.held.size]).toEqual([null, 0, 300]);
    expect(statesOf(world, 'orphan')).toBe(60);
  });

  it('deletes what had come when a person let it, and is stopped again by as many that come later', async () => {
    const world = await setUp(300);
    const { store, system } = world;
    post(world, gone(0, 60));
    await drain(store, system);
    decide(world, true);
    await drain(store, system);
    expect([store.paused, system.held.size]).toEqual([null, 240]);
    post(world, gone(60, 100));
    await drain(store, system);
    expect([store.paused, system.held.size]).toEqual([null, 200]);
    post(world, gone(100, 120));
    await drain(store, system);
    expect(store.paused).toMatchObject({ reason: 'guard' });
  });
});

describe('deletes that a checkpoint lets go on', () => {
  async function fill(gate: typeof approve): Promise<World> {
    const world = setUpGate(gate);
    for (const { key } of gone(0, 60)) {
      world.system.held.set(key, { record: {}, effects: [] });
      world.store.ledger.set(`dest-list ${key}`, {
        hash: 'x',
        version: 's0.0.z.1',
        state: 'synced',
        remoteId: null,
        runId: null,
        page: null,
        outcome: 'created',
      });
    }
    post(world, gone(0, 60));
    const worker = startWorker(world.store, world.system);
    await until(() => world.store.checkpoints.parked.length === 60);
    await worker.stop();
    return world;
  }

  it('count for nothing when a person has approved them', async () => {
    const { store, system } = await fill(approve);
    approveAll(store, ...gone(0, 60).map(({ key }) => key));
    await drain(store, system);
    expect([store.paused, system.held.size]).toEqual([null, 0]);
    expect(await store.ports(system.connectors).sweeps.deletedLately('dest-list', 10)).toBe(0);
  });

  it('count when their time alone let them go on, and are left when a person says no', async () => {
    const world = await fill(hold);
    const { store, system } = world;
    store.skewMs += 24 * 60 * minute;
    await drain(store, system);
    expect(store.paused).toMatchObject({ reason: 'guard' });
    expect(system.held.size).toBe(60);
    decide(world, false, 'gate');
    await drain(store, system);
    expect([store.paused, system.held.size]).toEqual([null, 60]);
    expect(store.checkpoints.parked.every(({ state }) => state === 'released')).toBe(true);
    checkAccount(store);
  });
});

describe('a run with an end', () => {
  const refuse = ({ store }: World) => {
    for (const run of store.runs)
      if (run.status === 'paused') Object.assign(run, { status: 'queued', deletesRefused: true });
    store.flow = { ...store.flow, desired: 'live' };
    store.paused = null;
    store.queue.enqueue({ flowId: 'flow', part: 0 });
  };

  it('goes on without the deletes when a person says no to a sweep, and the next sweep does not ask', async () => {
    const world = await setUp(300);
    const { store, system } = world;
    system.rows = rowsOf(200, (n) => (n === 7 ? { version: 2, record: { n: 'new' } } : {}));
    const run = store.addRun('nightly', { kind: 'sweep', startedBy: 'sync' });
    await drain(store, system);
    expect(store.paused).toMatchObject({ reason: 'guard' });
    refuse(world);
    await drain(store, system);
    expect(stored(store, run).status).toBe('succeeded');
    expect([store.paused, system.held.size, statesOf(world, 'orphan')]).toEqual([null, 300, 100]);
    expect(store.events.filter(({ code }) => code === 'run.mass-delete')).toHaveLength(100);
    store.skewMs += 60 * minute;
    const next = store.addRun('nightly', { kind: 'sweep', startedBy: 'sync' });
    await drain(store, system);
    expect(stored(store, next).status).toBe('succeeded');
    expect(store.paused).toBeNull();
  });

  it('leaves the deletes of a read out when a person says no, and the cursor moves', async () => {
    const world = await setUp(300);
    const { store, system } = world;
    system.rows = gone(0, 60);
    system.pageSize = 100;
    const run = store.addRun('nightly', { window: { low: 300, high: 360 } });
    await drain(store, system);
    expect(store.paused).toMatchObject({ reason: 'guard' });
    refuse(world);
    await drain(store, system);
    expect(stored(store, run).status).toBe('succeeded');
    expect([store.paused, system.held.size, statesOf(world, 'orphan')]).toEqual([null, 300, 60]);
    expect(store.cursors.get('nightly')).toBe(360);
  });
});
