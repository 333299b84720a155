import { describe, expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';
import { linesOf, rowsOf, stored } from './testing/setUp.ts';

const hour = 3_600_000;

async function setUp(
  rows: Row[],
  more: Partial<PretendSystem> = {},
  parts = 1,
  filtered = false,
): Promise<{ store: MemoryStore; system: PretendSystem }> {
  const next = (node: string) => ({ next: { out: [node] } });
  const plan = pretendPlan({ parts }, [
    pretendStep('changes', {
      type: 'pretend.trigger',
      role: 'trigger',
      config: { fetchFrom: 'nightly' },
      ...next('clean'),
    }),
    pretendStep('nightly', { type: 'pretend.schedule', role: 'schedule', ...next('clean') }),
    pretendStep('clean', {
      type: filtered ? 'filter' : 'map',
      role: 'transform',
      config: filtered
        ? { where: { match: 'all', tests: [{ field: 'off', is: 'is-empty', ignoreCase: true }] } }
        : { rest: 'keep', fields: [] },
      ...next('list'),
    }),
    pretendStep('list', { type: 'pretend.upsert', role: 'destination', config: { deletes: 'delete' } }),
  ]);
  const store = createMemoryStore(pretendFlow(plan));
  const system = createPretendSystem({ rows, fetches: true, ...more });
  store.addRun('nightly');
  await drain(store, system);
  store.skewMs += hour;
  return { store, system };
}

async function sweep(store: MemoryStore, system: PretendSystem) {
  const run = store.addRun('nightly', { kind: 'sweep', startedBy: 'sync' });
  await drain(store, system);
  return stored(store, run);
}

const keysOf = ({ held }: PretendSystem) => [...held.keys()].sort();

describe('a sweep', () => {
  it('writes nothing and no ledger row when all is as it should be', async () => {
    const { store, system } = await setUp(rowsOf(35));
    system.rows = rowsOf(35, () => ({ version: 2 }));
    const writes = system.writes.length;
    const run = await sweep(store, system);
    expect(run.status).toBe('succeeded');
    expect(system.writes.length).toBe(writes);
    expect(
      store.settlements.filter(({ runId }) => runId === run.runId).flatMap(({ ledger }) => ledger),
    ).toEqual([]);
    expect(linesOf(store, run)[0]).toBe('Comparing all records with what the destinations hold');
  });

  it.each([1, 4])('repairs what was missed and deletes what is gone, in %i parts', async (parts) => {
    const { store, system } = await setUp(rowsOf(35), {}, parts);
    system.rows = rowsOf(33, (n) => (n === 3 ? { version: 2, record: { n: 'new' } } : {}));
    system.rows.push({ key: 'fresh', version: 1, record: {} });
    await sweep(store, system);
    expect(keysOf(system)).toEqual(system.rows.map(({ key }) => key).sort());
    expect(system.held.get('k3')?.record).toEqual({ n: 'new' });
    const deleted = store.runs.reduce((sum, { counts }) => sum + (counts.list?.outcomes.deleted ?? 0), 0);
    expect(deleted).toBe(2);
    expect(store.runs.filter(({ kind }) => kind === 'sweep').map(({ status }) => status)).toEqual(
      Array(parts).fill('succeeded'),
    );
  });

  it('leaves a record alone that was not listed but is there', async () => {
    const { store, system } = await setUp(rowsOf(35));
    const all = system.rows;
    system.rows = all.slice(0, 34);
    system.onFetch = () => {
      system.rows = all;
    };
    await sweep(store, system);
    expect(system.held.has('k34')).toBe(true);
  });

  it('leaves what a filter keeps back where it is', async () => {
    const { store, system } = await setUp(rowsOf(5), {}, 1, true);
    system.rows = rowsOf(5, (n) => (n === 1 ? { version: 2, record: { off: 'yes' } } : {}));
    const run = await sweep(store, system);
    expect(run.status).toBe('succeeded');
    expect(keysOf(system)).toEqual(['k0', 'k1', 'k2', 'k3', 'k4']);
  });

  it('deletes nothing when single records cannot be read, and knows the orphans', async () => {
    const { store, system } = await setUp(rowsOf(5), { fetches: false });
    system.rows = rowsOf(4);
    await sweep(store, system);
    expect(system.held.has('k4')).toBe(true);
    expect(store.ledger.get('dest-list k4')?.state).toBe('orphan');
  });

  it('leaves records that failed out, and still finds what is gone where each can be asked for', async () => {
    const { store, system } = await setUp(rowsOf(6));
    const clean = store.flow.plan.steps.find(({ node }) => node === 'clean');
    if (clean)
      clean.config = { rest: 'keep', fields: [{ to: 'n', from: 'n', steps: [], required: 'dead-letter' }] };
    system.rows = rowsOf(5, (n) => (n === 2 ? { version: 2, record: {} } : {}));
    const run = await sweep(store, system);
    expect(run).toMatchObject({ status: 'partial', missing: 1 });
    expect(keysOf(system)).toEqual(['k0', 'k1', 'k2', 'k3', 'k4']);
    expect(new Set(system.fetched.flat())).toEqual(new Set(['k5']));
    expect(store.deadLetters).toHaveLength(1);
  });

  it('takes nothing for gone when records failed and none can be asked for', async () => {
    const { store, system } = await setUp(rowsOf(5), { fetches: false });
    system.rows = rowsOf(4, () => ({ version: 2, record: { changed: true } }));
    system.onWrite = (_, batch) =>
      batch.map(() => ({ status: 'reject', code: 'destination.rejected', message: 'no' }));
    const run = await sweep(store, system);
    expect(run.status).toBe('partial');
    expect(run).not.toHaveProperty('missing');
    expect(store.ledger.get('dest-list k4')?.state).toBe('synced');
  });

  it('touches nothing that another stream brings to the same place', async () => {
    const { store, system } = await setUp(rowsOf(5));
    const changes = store.flow.plan.steps.find(({ node }) => node === 'changes');
    if (changes !== undefined) changes.config = {};
    system.rows = rowsOf(4);
    await sweep(store, system);
    expect(system.held.has('k4')).toBe(true);
  });
});

describe('a run that would delete a large part of the records', () => {
  const approve = (store: MemoryStore) => {
    for (const run of store.runs)
      if (run.status === 'paused') Object.assign(run, { status: 'queued', deletesApproved: true });
    store.flow = { ...store.flow, desired: 'live' };
    store.paused = null;
    store.queue.enqueue({ flowId: 'flow', part: 0 });
  };

  it('stops before it has deleted anything, says what it is about, and goes on when a person lets it', async () => {
    const { store, system } = await setUp(rowsOf(300));
    system.rows = rowsOf(200);
    const run = await sweep(store, system);
    expect(run.status).toBe('paused');
    expect(run.reason).toBe('guard');
    expect(system.held.size).toBe(300);
    expect(store.paused?.detail).toMatchObject({ runId: run.runId, node: 'list', count: 100, known: 300 });
    expect(store.paused?.detail).toHaveProperty('keys.length', 10);
    expect(linesOf(store, run).at(-1)).toBe(
      '100 records of 300 in list would be deleted by this run. The flow is paused, nothing is lost',
    );
    approve(store);
    await drain(store, system);
    expect(stored(store, run).status).toBe('succeeded');
    expect(system.held.size).toBe(200);
  });

  it('stops at a listing that is empty', async () => {
    const { store, system } = await setUp(rowsOf(120), { fetches: false });
    system.rows = [];
    expect((await sweep(store, system)).status).toBe('paused');
    expect(store.paused?.detail).toMatchObject({ count: 120, known: 120, keys: [] });
  });

  it('is stopped too when the deletes come as events, one by one', async () => {
    const { store, system } = await setUp(rowsOf(300));
    for (const one of rowsOf(60)) store.post('changes', one.key, { ...one, version: 2, deleted: true });
    await drain(store, system);
    expect(store.paused).toMatchObject({ reason: 'guard' });
    expect(system.held.size).toBeGreaterThanOrEqual(250);
    expect(store.inbox.length).toBeGreaterThan(0);
  });

  it('is let through as long as it is fifty or a tenth', async () => {
    const { store, system } = await setUp(rowsOf(300));
    system.rows = rowsOf(250);
    await sweep(store, system);
    expect(store.paused).toBeNull();
    expect(system.held.size).toBe(250);
  });
});

describe('loading beside other work', () => {
  it('does not keep a scheduled read from beginning', async () => {
    const { store, system } = await setUp(rowsOf(5));
    const order: string[] = [];
    system.onRead = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return undefined;
    };
    system.rows = rowsOf(200);
    const backfill = store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
    const read = store.addRun('nightly', { window: { low: 0, high: 5 } });
    const watch = setInterval(() => {
      for (const run of store.runs)
        if (run.status === 'running' && !order.includes(run.runId)) order.push(run.runId);
    }, 1);
    await drain(store, system);
    clearInterval(watch);
    const pagesBetween = store.settlements.map(({ runId }) => runId);
    expect(pagesBetween.indexOf(read.runId)).toBeLessThan(pagesBetween.lastIndexOf(backfill.runId));
    expect(linesOf(store, backfill)[0]).toBe('Loading all that exists, beside the live changes');
  });

  it('loads only the records it was asked for', async () => {
    const { store, system } = await setUp([]);
    system.rows = rowsOf(10);
    const run = store.addRun('nightly', { kind: 'backfill', onlyKeys: ['k3', 'k7', 'gone'] });
    await drain(store, system);
    expect(stored(store, run).status).toBe('succeeded');
    expect(keysOf(system)).toEqual(['k3', 'k7']);
  });
});
