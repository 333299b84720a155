import type { PlanStep } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep as step } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';
import { rowsOf } from './testing/setUp.ts';

const approve = step('gate', { type: 'approve', role: 'checkpoint', config: { whenExpired: 'stay' } });
const hold = step('gate', {
  type: 'hold',
  role: 'checkpoint',
  config: { cron: '0 18 * * *', timezone: 'UTC' },
});
const crossing = step('gate', {
  type: 'crossing',
  role: 'checkpoint',
  config: {
    where: { match: 'all', tests: [{ field: 'paid', is: 'equals', value: true, ignoreCase: true }] },
  },
});

/** Trigger and schedule into one map, one checkpoint, one destination. */
function setUp(
  gate: PlanStep,
  system: Partial<PretendSystem> = {},
  settings: Parameters<typeof pretendPlan>[0] = {},
): { store: MemoryStore; system: PretendSystem } {
  const feeds = (node: string) => ({ out: [node] });
  const steps = [
    step('changes', { type: 'pretend.trigger', role: 'trigger', next: feeds('clean') }),
    step('nightly', { type: 'pretend.schedule', role: 'schedule', next: feeds('clean') }),
    step('clean', {
      type: 'map',
      role: 'transform',
      config: { rest: 'keep', fields: [] },
      next: feeds('gate'),
    }),
    { ...gate, next: feeds('list') },
    step('list', { type: 'pretend.upsert', role: 'destination', config: { deletes: 'delete' } }),
  ];
  return {
    store: createMemoryStore(pretendFlow(pretendPlan(settings, steps))),
    system: createPretendSystem(system),
  };
}

const post = (store: MemoryStore, row: Row) => store.post('changes', row.key, row);

/** A person decides, and the part hears of it. */
function approveAll(store: MemoryStore, ...keys: string[]): number {
  const decided = store.checkpoints.approve(...keys);
  for (let part = 0; part < store.flow.plan.settings.parts; part += 1)
    store.queue.enqueue({ flowId: store.flow.flowId, part });
  return decided;
}

const total = (store: MemoryStore, node: string, outcome: string) =>
  store.runs.reduce((sum, { counts }) => sum + (counts[node]?.outcomes[outcome as 'parked'] ?? 0), 0);

/** Every record that came into a node left it or ended there, in each run. */
function checkAccount({ runs, queue, attempts }: MemoryStore): void {
  expect(queue.failures).toEqual([]);
  expect(attempts.size).toBe(0);
  for (const { counts, status } of runs) {
    expect(['succeeded', 'partial']).toContain(status);
    for (const { in: came, out, outcomes } of Object.values(counts))
      expect(came).toBe(out + Object.values(outcomes).reduce((sum, records) => sum + (records ?? 0), 0));
  }
}

/** Works off the inbox. What waits for a time keeps the queue busy for as long. */
async function takeAll(store: MemoryStore, system: PretendSystem): Promise<void> {
  const worker = startWorker(store, system);
  await until(() => store.inbox.length === 0);
  await worker.stop();
}

const waiting = ({ checkpoints }: MemoryStore) =>
  checkpoints.parked.filter(({ state }) => state === 'waiting');

describe('a step that asks a person', () => {
  it('keeps records until they are approved: approved twice at once is delivered once', async () => {
    const { store, system } = setUp(approve, { rows: rowsOf(3) });
    store.addRun('nightly');
    await drain(store, system);
    expect(system.writes).toEqual([]);
    expect(waiting(store).map(({ key }) => key)).toEqual(['k0', 'k1', 'k2']);
    expect(total(store, 'gate', 'parked')).toBe(3);

    expect([approveAll(store, 'k0', 'k1'), approveAll(store, 'k0', 'k1')]).toEqual([2, 0]);
    await drain(store, system);
    await drain(store, system);
    expect(system.history).toEqual(['k0={"n":0}', 'k1={"n":1}']);
    expect(waiting(store).map(({ key }) => key)).toEqual(['k2']);
    const release = store.runs.filter(({ kind }) => kind === 'release');
    expect(release).toMatchObject([{ feeder: 'gate', status: 'succeeded', read: 2 }]);
    expect(release[0]?.counts).toMatchObject({
      gate: { in: 2, out: 2 },
      list: { in: 2, outcomes: { created: 2 } },
    });
    checkAccount(store);
  });

  it('lets a newer change take the place of the one that waited, and asks again', async () => {
    const { store, system } = setUp(approve);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await drain(store, system);
    post(store, { key: 'a', version: 3, record: { n: 3 } });
    await drain(store, system);
    post(store, { key: 'a', version: 2, record: { n: 2 } });
    await drain(store, system);
    expect(store.checkpoints.parked.map(({ state, record }) => [state, record.n])).toEqual([
      ['superseded', 1],
      ['waiting', 3],
    ]);
    expect(total(store, 'gate', 'stale')).toBe(1);
    approveAll(store, 'a');
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":3}']);
  });

  it('does not ask about what was decided: the same content again changes nothing', async () => {
    const { store, system } = setUp(approve, { rows: rowsOf(2) });
    store.addRun('nightly');
    await drain(store, system);
    for (const row of store.checkpoints.parked) row.state = 'rejected';
    system.rows = rowsOf(2, () => ({ version: 2 }));
    store.addRun('nightly', { full: true });
    await drain(store, system);
    expect(waiting(store)).toEqual([]);
    expect(total(store, 'gate', 'unchanged')).toBe(2);
    expect(system.writes).toEqual([]);
  });

  it('asks about deletes too, also of records it never saw', async () => {
    const { store, system } = setUp(approve);
    system.held.set('old', { record: { n: 0 }, effects: [] });
    store.ledger.set('dest-list old', {
      hash: 'x',
      version: 's0.0.z.1',
      state: 'synced',
      remoteId: null,
      runId: null,
      page: null,
      outcome: 'created',
    } as never);
    post(store, { key: 'old', version: 2, record: {}, deleted: true });
    await drain(store, system);
    expect(waiting(store)).toMatchObject([{ key: 'old', contentHash: '', change: { op: 'delete' } }]);
    approveAll(store, 'old');
    await drain(store, system);
    expect(system.held.has('old')).toBe(false);
  });

  it('does what was agreed when nobody decides in time', async () => {
    for (const whenExpired of ['stay', 'reject', 'approve'] as const) {
      const { store, system } = setUp({ ...approve, config: { timeoutHours: 2, whenExpired } });
      post(store, { key: 'a', version: 1, record: { n: 1 } });
      await drain(store, system);
      store.skewMs += 2 * 3_600_000 + 1;
      await store.ports(system.connectors).parked.expire();
      approveAll(store);
      await drain(store, system);
      const [row] = store.checkpoints.parked;
      expect([row?.state, system.history.length]).toEqual(
        { stay: ['waiting', 0], reject: ['expired', 0], approve: ['released', 1] }[whenExpired],
      );
    }
  });

  it('never writes an approved record over a newer one that came by another way', async () => {
    const { store, system } = setUp(approve);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await drain(store, system);
    store.ledger.set('dest-list a', {
      hash: 'x',
      version: 's0.0.z.9',
      state: 'synced',
      remoteId: null,
      runId: null,
      page: null,
      outcome: 'created',
    } as never);
    approveAll(store, 'a');
    await drain(store, system);
    expect(system.history).toEqual([]);
    expect(total(store, 'list', 'stale')).toBe(1);
    expect(store.checkpoints.parked[0]?.state).toBe('released');
  });

  it('keeps its records over a pause and a new version of the flow', async () => {
    const { store, system } = setUp(approve);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await drain(store, system);
    store.flow = { ...store.flow, desired: 'paused' };
    approveAll(store, 'a');
    await drain(store, system);
    expect(system.history).toEqual([]);
    store.flow = { ...store.flow, desired: 'live', version: 2 };
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":1}']);
    expect(store.runs.at(-1)).toMatchObject({ kind: 'release', version: 2, status: 'succeeded' });
  });

  it('works in several parts: each lets its own records go on', async () => {
    const { store, system } = setUp(approve, { rows: rowsOf(40) }, { parts: 4 });
    store.addRun('nightly');
    await drain(store, system);
    expect(waiting(store)).toHaveLength(40);
    approveAll(store, ...waiting(store).map(({ key }) => key));
    await drain(store, system);
    expect(new Set(system.history).size).toBe(40);
    expect(system.history).toHaveLength(40);
    const parts = store.runs.filter(({ kind }) => kind === 'release').map(({ part }) => part);
    expect(parts.sort()).toEqual([0, 1, 2, 3]);
    checkAccount(store);
  });

  it('ends the way of a record in a run that reads, so that nothing behind it is counted there', async () => {
    const { store, system } = setUp(approve, { rows: rowsOf(5) });
    const run = store.addRun('nightly');
    await drain(store, system);
    const { counts } = store.runs.find(({ runId }) => runId === run.runId) ?? run;
    expect(counts.gate).toMatchObject({ in: 5, out: 0, outcomes: { parked: 5 } });
    expect(counts.list?.in ?? 0).toBe(0);
    expect(store.events.map(({ outcome, detail }) => [outcome, detail])).toEqual(
      Array(5).fill(['parked', 'Waits for a person to decide']),
    );
  });
});

describe('a step that gathers changes', () => {
  it('makes of ten edits before the time one write', async () => {
    const { store, system } = setUp(hold);
    for (let version = 1; version <= 10; version += 1) {
      post(store, { key: 'a', version, record: { n: version } });
      if (version % 3 === 0) await takeAll(store, system);
    }
    await takeAll(store, system);
    expect(system.writes).toEqual([]);
    expect(waiting(store)).toMatchObject([{ key: 'a', record: { n: 10 } }]);
    expect(waiting(store)[0]?.due?.toISOString()).toMatch(/T18:00:00.000Z$/);
    store.skewMs += 24 * 3_600_000;
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":10}']);
  });

  it('wakes up by itself when the time comes', async () => {
    const { store, system } = setUp(hold);
    store.skewMs = new Date('2100-01-01T18:00:00Z').getTime() - 250 - Date.now();
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    const worker = startWorker(store, system);
    await until(() => waiting(store).length === 1);
    expect(system.history).toEqual([]);
    await until(() => system.history.length === 1);
    await worker.stop();
    expect(system.history).toEqual(['a={"n":1}']);
  });

  it('leaves word for when to come back, and holds no worker meanwhile', async () => {
    const { store, system } = setUp(hold);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    const worker = startWorker(store, system);
    await until(() => store.runs.length === 1 && store.runs[0]?.status === 'succeeded');
    await worker.stop();
    expect(store.queue.isBusy()).toBe(true);
    expect(system.history).toEqual([]);
  });

  it('lets deletes on with the rest', async () => {
    const { store, system } = setUp(hold);
    system.held.set('a', { record: {}, effects: [] });
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    post(store, { key: 'a', version: 2, record: {}, deleted: true });
    await takeAll(store, system);
    expect(waiting(store)).toMatchObject([{ key: 'a', change: { op: 'delete' } }]);
  });
});

describe('a step that waits for a condition to become true', () => {
  const paid = (key: string, version: number, is: boolean): Row => ({
    key,
    version,
    record: { paid: is, version },
  });

  it('fires when it crosses, once, and again after it was not true', async () => {
    const { store, system } = setUp(crossing);
    for (const [version, is] of [false, true, true, false, false, true].entries()) {
      post(store, paid('a', version + 1, is));
      await drain(store, system);
    }
    expect(system.history).toEqual(['a={"paid":true,"version":2}', 'a={"paid":true,"version":6}']);
    expect(total(store, 'gate', 'filtered')).toBe(4);
    expect(total(store, 'gate', 'parked')).toBe(2);
    checkAccount(store);
  });

  it('tells of each time it came true, though the record is the same again', async () => {
    const { store, system } = setUp(crossing);
    for (const [version, is] of [true, false, true, true].entries()) {
      post(store, { key: 'a', version: version + 1, record: { paid: is } });
      await drain(store, system);
    }
    expect(system.history).toEqual(['a={"paid":true}', 'a={"paid":true}']);
    expect(total(store, 'list', 'updated')).toBe(1);
  });

  it('fires for a live record it never saw, but not when history is loaded', async () => {
    const rows = [paid('old', 1, true), paid('open', 1, false)];
    const { store, system } = setUp(crossing, { rows });
    for (const kind of ['backfill', 'sweep'] as const) {
      store.addRun('nightly', { kind, full: true });
      await drain(store, system);
    }
    expect(system.history).toEqual([]);
    post(store, paid('new', 1, true));
    post(store, paid('old', 2, true));
    await drain(store, system);
    expect(system.history).toEqual(['new={"paid":true,"version":1}']);
  });

  it('is not fooled by old states that come late', async () => {
    const { store, system } = setUp(crossing);
    post(store, paid('a', 5, true));
    await drain(store, system);
    post(store, paid('a', 3, false));
    await drain(store, system);
    post(store, paid('a', 6, true));
    await drain(store, system);
    expect(system.history).toEqual(['a={"paid":true,"version":5}']);
    expect(total(store, 'gate', 'stale')).toBe(1);
  });

  it('fires for a state that was true for a moment only, though both came in one page', async () => {
    const { store, system } = setUp(crossing);
    post(store, paid('a', 1, false));
    await drain(store, system);
    post(store, paid('a', 2, true));
    post(store, paid('a', 3, false));
    await drain(store, system);
    expect(system.history).toEqual(['a={"paid":true,"version":2}']);
    expect(store.ledger.get('dest-gate a')).toMatchObject({ hash: 'f' });
  });

  it('fires when a sweep finds what no event told', async () => {
    const { store, system } = setUp(crossing, { rows: [paid('a', 2, true)] });
    post(store, paid('a', 1, false));
    await drain(store, system);
    store.addRun('nightly', { kind: 'sweep', full: true });
    await drain(store, system);
    expect(system.history).toEqual(['a={"paid":true,"version":2}']);
  });

  it('lets deletes on, and begins anew afterwards', async () => {
    const { store, system } = setUp(crossing);
    post(store, paid('a', 1, true));
    await drain(store, system);
    post(store, { key: 'a', version: 2, record: {}, deleted: true });
    await drain(store, system);
    post(store, paid('a', 3, true));
    await drain(store, system);
    expect(system.history).toEqual([
      'a={"paid":true,"version":1}',
      'a=deleted',
      'a={"paid":true,"version":3}',
    ]);
  });
});
