import { describe, expect, it } from 'vitest';
import { FencedError } from './ports.ts';
import { drain, startWorker, until } from './testing/drain.ts';
import { rowsOf, setUp, stored } from './testing/setUp.ts';

describe('a run of a schedule, over several workers', () => {
  it('is shared by several workers when the flow has parts, each record in one of them', async () => {
    const { store, system } = setUp({ rows: rowsOf(200), delivery: 'T' }, { parts: 3 });
    const run = store.addRun('nightly');
    const workers = [startWorker(store, system), startWorker(store, system)];
    await until(() => !store.queue.isBusy());
    await Promise.all(workers.map((worker) => worker.stop()));
    const parts = store.runs.filter(({ runId }) => runId === run.runId);
    expect(parts.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(parts.reduce((sum, { read }) => sum + read, 0)).toBe(200);
    expect(system.history).toHaveLength(200);
    expect(store.cursors.get('nightly')).toBe(200);
  });

  it('stops at a page border when it is cancelled', async () => {
    const { store, system } = setUp({
      rows: rowsOf(2_000),
      onWrite: () => new Promise((resolve) => setTimeout(resolve, 5)),
    });
    const run = store.addRun('nightly');
    const worker = startWorker(store, system);
    await until(() => store.settlements.length > 3);
    store.cancelRuns.add(run.runId);
    await until(() => stored(store, run).status === 'cancelled');
    await worker.stop();
    const { pages } = stored(store, run);
    expect(pages).toBeLessThan(200);
    expect(system.held.size).toBe(pages * 10);
    expect(store.attempts.size).toBe(0);
  });

  it('is handed on in the middle when the worker stops, and finished by the next one', async () => {
    const { store, system } = setUp({
      rows: rowsOf(500),
      delivery: 'T',
      onWrite: () => new Promise((resolve) => setTimeout(resolve, 4)),
    });
    const run = store.addRun('nightly');
    const worker = startWorker(store, system);
    await until(() => store.settlements.length > 3);
    await worker.stop();
    expect(stored(store, run).status).toBe('running');
    expect(store.queue.isBusy()).toBe(true);
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 500, recoveries: 0 });
    expect(system.history).toHaveLength(500);
  });

  it('is taken up by others every slice, so that no flow holds a worker for ever', async () => {
    const { store, system } = setUp({
      rows: rowsOf(600),
      onWrite: () => new Promise((resolve) => setTimeout(resolve, 2)),
    });
    const run = store.addRun('nightly');
    await drain(store, system, { sliceMs: 40 });
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 600 });
    expect(stored(store, run).workers.length).toBeGreaterThan(2);
    expect(system.history).toHaveLength(600);
  });

  it('ends when the page after a failed settlement was delivered already', async () => {
    const { store, system } = setUp({ delivery: 'T' });
    const run = store.addRun('nightly');
    let failures = 1;
    const worker = startWorker(store, system, {}, (ports) => ({
      ...ports,
      runs: {
        ...ports.runs,
        settle: async (lease, settlement) => {
          if (settlement.page === 1 && failures > 0) {
            failures -= 1;
            await new Promise((resolve) => setTimeout(resolve, 10));
            throw new Error('connection to the database lost');
          }
          await ports.runs.settle(lease, settlement);
        },
      },
    }));
    await until(() => !store.queue.isBusy());
    await worker.stop();
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 35 });
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 35 });
    expect(system.history).toHaveLength(35);
    expect(store.queue.failures).toHaveLength(1);
  });
});

describe('a flow this build can not run', () => {
  it('is paused with the reason instead of failing for ever', async () => {
    const { store, system } = setUp();
    const clean = store.flow.plan.steps.find(({ node }) => node === 'clean');
    if (clean !== undefined) clean.type = 'join';
    store.addRun('nightly');
    await drain(store, system);
    expect(store.paused?.reason).toBe('config');
    expect(store.paused?.message).toContain("can't run a step of type join");
    expect(store.queue.failures).toEqual([]);
  });
});

describe('a worker that lost its lease', () => {
  it('changes nothing more, also when it wakes up in the middle of a write', async () => {
    const gate = Promise.withResolvers<void>();
    const { store, system } = setUp({
      rows: rowsOf(10),
      delivery: 'T',
      onWrite: (call) => (call === 1 ? gate.promise : undefined),
    });
    const run = store.addRun('nightly');
    const frozen = startWorker(store, system, { heartbeatMs: 60_000 });
    await until(() => system.writes.length === 1);
    store.expireLeases();
    const other = startWorker(store, system);
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    const fenced: unknown[] = [];
    const old = { flowId: 'flow', part: 0, owner: 'nobody', epoch: 1 };
    await store
      .ports(system.connectors)
      .runs.settle(old, {
        runId: run.runId,
        page: 0,
        token: null,
        progress: null,
        inboxIds: [],
        read: 0,
        counts: {},
        ledger: [],
        ledgerIsNew: false,
        events: [],
        deadLetters: [],
        attemptIds: [],
        spans: [],
        parked: [],
        releasedIds: [],
        replayed: [],
        seen: [],
        changes: [],
        links: [],
      })
      .catch((thrown: unknown) => fenced.push(thrown));
    expect(fenced[0]).toBeInstanceOf(FencedError);
    gate.resolve();
    await until(() => stored(store, run).status === 'succeeded');
    await frozen.stop();
    await other.stop();
    expect(stored(store, run)).toMatchObject({ read: 10 });
    expect(store.settlements).toHaveLength(1);
  });

  it('drops what it is doing within a second', async () => {
    const { store, system } = setUp({ onWrite: () => new Promise(() => undefined) });
    store.addRun('nightly');
    const worker = startWorker(store, system, { heartbeatMs: 20, stopMs: 10_000 });
    await until(() => system.writes.length === 1);
    store.expireLeases();
    const { leases } = store.ports(system.connectors);
    await leases.acquire('flow', 0, 'another', 60_000);
    const started = performance.now();
    await worker.stop();
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(store.settlements).toEqual([]);
  });
});
