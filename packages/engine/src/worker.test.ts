import { SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { FencedError } from './ports.ts';
import { drain, startWorker, until } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore, type StoredRun } from './testing/memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';

const rowsOf = (count: number, more: (n: number) => Partial<Row> = () => ({})): Row[] =>
  Array.from({ length: count }, (_, n) => ({ key: `k${n}`, version: 1, record: { n }, ...more(n) }));

function setUp(system: Partial<PretendSystem> = {}, settings: Parameters<typeof pretendPlan>[0] = {}) {
  return {
    store: createMemoryStore(pretendFlow(pretendPlan(settings))),
    system: createPretendSystem({ rows: rowsOf(35), ...system }),
  };
}

const linesOf = (store: MemoryStore, run: StoredRun) =>
  store.logs.filter(({ runId }) => runId === run.runId).map(({ entry }) => entry.text);
const stored = (store: MemoryStore, run: StoredRun) =>
  store.runs.find((one) => one.runId === run.runId) ?? run;

describe('a run of a schedule', () => {
  it('brings every record over, accounts for all of them and moves the cursor', async () => {
    const { store, system } = setUp();
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 35, pages: 4, note: null });
    expect(stored(store, run).counts).toEqual({
      nightly: { in: 35, out: 35, outcomes: {} },
      clean: { in: 35, out: 35, outcomes: {} },
      list: { in: 35, out: 0, outcomes: { created: 35 } },
    });
    expect(system.held.size).toBe(35);
    expect(store.cursors.get('nightly')).toBe(35);
    expect(linesOf(store, run)).toEqual([
      'Reading all records',
      '35 records in 4 pages',
      '35 written',
      'All 35 records accounted for',
    ]);
    expect(store.queue.failures).toEqual([]);
  });

  it('writes nothing the second time, and only what changed the third', async () => {
    const { store, system } = setUp();
    store.addRun('nightly');
    await drain(store, system);
    const calls = system.writes.length;
    const second = store.addRun('nightly');
    await drain(store, system);
    expect(system.writes).toHaveLength(calls);
    expect(stored(store, second).counts.list?.outcomes).toEqual({ duplicate: 35 });
    system.rows = system.rows.map((row, n) =>
      n % 5 === 0 ? { ...row, version: 2, record: { n: -n - 1 } } : row,
    );
    const third = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, third).counts.list?.outcomes).toEqual({ updated: 7, duplicate: 28 });
  });

  it('settles pages in order with at most three in memory, however slow the destination', async () => {
    let ahead = 0;
    const { store, system } = setUp({
      rows: rowsOf(300),
      onRead: () => {
        ahead = Math.max(ahead, system.pagesRead + 1 - store.settlements.length);
      },
      onWrite: () => new Promise((resolve) => setTimeout(resolve, 3)),
    });
    store.addRun('nightly');
    await drain(store, system);
    expect(store.settlements.map(({ page }) => page)).toEqual(Array.from({ length: 30 }, (_, page) => page));
    expect(ahead).toBeLessThanOrEqual(3);
    expect(system.held.size).toBe(300);
  });

  it('sends only the newest of several states in a page and tells of the others', async () => {
    const rows: Row[] = [
      { key: 'a', version: 1, record: { v: 1 } },
      { key: 'a', version: 3, record: { v: 3 } },
      { key: 'a', version: 2, record: { v: 2 } },
    ];
    const { store, system } = setUp({ rows });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(system.history).toEqual(['a={"v":3}']);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 1, superseded: 2 });
    expect(store.events.map(({ outcome }) => outcome)).toEqual(['superseded', 'superseded']);
  });

  it('carries deletes over, and leaves them out where the destination is not to delete', async () => {
    const { store, system } = setUp();
    store.addRun('nightly');
    await drain(store, system);
    system.rows = [{ key: 'k3', version: 2, record: {}, deleted: true }];
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ deleted: 1 });
    expect(system.held.has('k3')).toBe(false);
    expect(store.ledger.get('dest-list k3')?.state).toBe('tombstone');
    const list = store.flow.plan.steps.find(({ node }) => node === 'list');
    if (list !== undefined) list.config = {};
    system.rows = [{ key: 'k4', version: 2, record: {}, deleted: true }];
    const again = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, again).counts.list?.outcomes).toEqual({ filtered: 1 });
    expect(system.held.has('k4')).toBe(true);
  });

  it('keeps what a destination refuses, with the reason, and goes on', async () => {
    const { store, system } = setUp({
      onWrite: (_, batch) =>
        batch.some(({ key }) => key === 'k7')
          ? batch.map(({ key }) =>
              key === 'k7'
                ? {
                    status: 'reject',
                    code: 'destination.rejected',
                    message: 'Country UK not in the list',
                    fields: ['country'],
                  }
                : { status: 'ok', effect: 'created' },
            )
          : undefined,
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({
      status: 'partial',
      deadCount: 1,
      note: 'The destination refused the record',
    });
    expect(store.deadLetters).toMatchObject([
      { key: 'k7', outcome: 'rejected', field: 'country', input: { n: 7 }, mapped: { n: 7 } },
    ]);
    expect(linesOf(store, run)).toContain('Country UK not in the list, kept in failed records');
    expect(store.ledger.get('dest-list k7')?.state).toBe('dead');
  });

  it('finds the one bad record of a batch that is refused as a whole', async () => {
    const { store, system } = setUp({
      rows: rowsOf(64),
      pageSize: 64,
      onWrite: (_, batch) => {
        if (batch.some(({ key }) => key === 'k40'))
          throw new SyncError('reject', 'destination.rejected', '400 bad request');
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 63, rejected: 1 });
    expect(store.deadLetters.map(({ key }) => key)).toEqual(['k40']);
    expect(system.writes.length).toBeLessThanOrEqual(1 + 2 * 6);
  });

  it('puts a record aside that the steps stumble over, and goes on', async () => {
    const plan = pretendPlan({}, [
      pretendStep('nightly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['clean'] } }),
      pretendStep('clean', {
        type: 'map',
        role: 'transform',
        config: {
          rest: 'keep',
          fields: [{ to: 'mail', from: 'mail', steps: [], required: 'dead-letter', otherwise: 'fail' }],
        },
        next: { out: ['list'] },
      }),
      pretendStep('list', { type: 'pretend.upsert', role: 'destination' }),
    ]);
    const store = createMemoryStore(pretendFlow(plan));
    const system = createPretendSystem({
      rows: rowsOf(20, (n) => ({ record: n === 4 ? {} : { mail: `${n}@a.test` } })),
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts).toMatchObject({
      clean: { in: 20, out: 19, outcomes: { dead: 1 } },
      list: { in: 19, outcomes: { created: 19 } },
    });
    expect(store.deadLetters).toMatchObject([
      { node: 'clean', key: 'k4', code: 'mapping.required', field: 'mail' },
    ]);
  });

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

describe('failures of a destination', () => {
  it('are tried again without anybody noticing', async () => {
    let failures = 3;
    const { store, system } = setUp({
      onWrite: () => {
        failures -= 1;
        if (failures >= 0) throw new SyncError('retry', 'destination.server', '503 service unavailable');
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 35 });
    expect(linesOf(store, run)).toContain('503 service unavailable, trying again in 0.1 s (1 of 8)');
    expect(system.history).toHaveLength(35);
  });

  it('that are a rate limit hold the page for the time the vendor states, and use up no tries', async () => {
    const times: number[] = [];
    const { store, system } = setUp({
      rows: rowsOf(5),
      onWrite: () => {
        times.push(performance.now());
        if (times.length === 1) {
          throw new SyncError('retry', 'destination.rate-limited', '429 too many requests', {
            afterMs: 1_200,
            rateLimited: true,
          });
        }
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_195);
    expect(linesOf(store, run)).toContain('429 too many requests, holding 1.2 s');
    expect(stored(store, run).spans.some(({ kind }) => kind === 'limited')).toBe(true);
  });

  it('send again only the records that asked for it', async () => {
    const { store, system } = setUp({
      rows: rowsOf(10),
      onWrite: (call, batch) =>
        call === 1
          ? batch.map((_, index) =>
              index === 2 || index === 5
                ? { status: 'retry', code: 'destination.server', message: 'row is locked' }
                : { status: 'ok', effect: 'created' },
            )
          : undefined,
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(system.writes.map((batch) => batch.map(({ key }) => key))[1]).toEqual(['k2', 'k5']);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 10 });
  });

  it('that last wait in the store, keep what was written, and count each record once', async () => {
    let down = true;
    const { store, system } = setUp({
      rows: rowsOf(10),
      maxBatch: 2,
      delivery: 'T',
      onWrite: (_, batch) => {
        if (down && batch.some(({ key }) => key === 'k6')) {
          throw new SyncError('retry', 'destination.server', 'maintenance', { afterMs: 600_000 });
        }
      },
    });
    const run = store.addRun('nightly');
    await drainUntil(store, system, () => stored(store, run).status === 'backoff');
    expect(stored(store, run)).toMatchObject({
      reason: 'destination.server',
      note: 'maintenance',
      tries: 1,
      read: 0,
    });
    expect(system.held.size).toBe(6);
    expect(store.attempts.size).toBe(0);
    down = false;
    store.skewMs += 700_000;
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 10 });
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 10 });
    expect(system.history).toHaveLength(10);
  });

  it('that need a person pause the flow, and it goes on where it was once resumed', async () => {
    let revoked = true;
    const { store, system } = setUp({
      onWrite: (call) => {
        if (revoked && call === 3)
          throw new SyncError('pause', 'destination.auth', 'key revoked', { pause: 'auth' });
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(store.paused).toEqual({ reason: 'auth', message: 'key revoked' });
    expect(stored(store, run)).toMatchObject({ status: 'paused', reason: 'auth', read: 20 });
    revoked = false;
    store.flow = { ...store.flow, desired: 'live' };
    stored(store, run).status = 'queued';
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 35 });
    expect(system.history).toHaveLength(35);
  });

  it('that kill too many records pause the flow before more is lost', async () => {
    const { store, system } = setUp(
      {
        rows: rowsOf(100),
        onWrite: (_, batch) =>
          batch.map(() => ({ status: 'reject', code: 'destination.rejected', message: 'no' })),
      },
      { errorBudget: 15 },
    );
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(store.paused?.reason).toBe('budget');
    expect(stored(store, run)).toMatchObject({ status: 'paused', reason: 'budget', deadCount: 20 });
  });

  it('nobody planned are tried eight times, then the flow is paused, and no record is called bad', async () => {
    const { store, system } = setUp({
      onWrite: () => {
        throw new TypeError('x is undefined');
      },
    });
    const run = store.addRun('nightly', { tries: 6 });
    const worker = startWorker(store, system);
    await until(() => store.paused !== null);
    await worker.stop();
    expect(store.paused?.reason).toBe('retries');
    expect(stored(store, run).status).toBe('paused');
    expect(store.deadLetters).toEqual([]);
    expect(system.writes).toHaveLength(3);
  });

  it('of a source are tried again from the last page that came', async () => {
    let failures = 2;
    const { store, system } = setUp({
      onRead: (page) => {
        if (page === 2 && failures > 0) {
          failures -= 1;
          throw new SyncError('retry', 'source.unreachable', 'connection reset');
        }
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 35 });
    expect(system.history).toHaveLength(35);
    expect(linesOf(store, run)).toContain('connection reset, trying again in 0.1 s (2 of 8)');
  });

  it('in a batch whose answer has the wrong length leave nothing to guess', async () => {
    const { store, system } = setUp({
      rows: rowsOf(10),
      onWrite: (call) => (call === 1 ? [{ status: 'ok', effect: 'created' }] : undefined),
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 10 });
    expect(system.history).toHaveLength(10);
  });
});

describe('changes that come by themselves', () => {
  it('are delivered at once, in order, in one rolling run that ends when it is quiet', async () => {
    const { store, system } = setUp();
    const worker = startWorker(store, system, { lingerMs: 60 });
    for (let version = 1; version <= 20; version += 1) {
      store.post('changes', 'a', { key: 'a', version, record: { version } } satisfies Row);
      if (version % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => !store.queue.isBusy());
    await worker.stop();
    expect(system.held.get('a')?.record).toEqual({ version: 20 });
    expect(store.inbox).toEqual([]);
    expect(store.runs).toMatchObject([{ startedBy: 'trigger', status: 'succeeded', read: 20 }]);
  });

  it('overtake a batch that holds other records', async () => {
    const gate = Promise.withResolvers<void>();
    const { store, system } = setUp({
      onWrite: (_, batch) => (batch.length > 1 ? gate.promise : undefined),
    });
    store.addRun('nightly');
    const worker = startWorker(store, system);
    await until(() => system.writes.length === 1);
    store.post('changes', 'live', { key: 'live', version: 1, record: {} } satisfies Row);
    await until(() => system.held.has('live'));
    expect(system.held.size).toBe(1);
    gate.resolve();
    await until(() => !store.queue.isBusy());
    await worker.stop();
    expect(system.held.size).toBe(36);
  });

  it('roll over into a new run after so many events', async () => {
    const { store, system } = setUp();
    for (let n = 0; n < 50; n += 1)
      store.post('changes', `k${n}`, { key: `k${n}`, version: 1, record: { n } });
    await drain(store, system, { rollingEvents: 20, pageRecords: 10 });
    expect(store.runs.map(({ read, status }) => [read, status])).toEqual([
      [20, 'succeeded'],
      [20, 'succeeded'],
      [10, 'succeeded'],
    ]);
  });

  it('wait while the destination says so, and are all there afterwards', async () => {
    let down = true;
    const { store, system } = setUp({
      onWrite: () => {
        if (down)
          throw new SyncError('retry', 'destination.rate-limited', '429', {
            afterMs: 60_000,
            rateLimited: true,
          });
      },
    });
    for (let n = 0; n < 5; n += 1)
      store.post('changes', `k${n}`, { key: `k${n}`, version: 1, record: { n } });
    const worker = startWorker(store, system);
    await until(() => store.runs[0]?.status === 'backoff');
    store.post('changes', 'k9', { key: 'k9', version: 1, record: {} });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(system.writes).toHaveLength(1);
    down = false;
    store.skewMs += 61_000;
    await until(() => !store.queue.isBusy());
    await worker.stop();
    expect(system.held.size).toBe(6);
    expect(store.runs).toMatchObject([{ status: 'succeeded', read: 6 }]);
  });

  it('go on with the new version once one is published', async () => {
    const { store, system } = setUp();
    const worker = startWorker(store, system, { lingerMs: 400 });
    store.post('changes', 'a', { key: 'a', version: 1, record: {} });
    await until(() => system.held.has('a'));
    store.flow = { ...store.flow, version: 2 };
    await until(() => store.runs[0]?.status === 'succeeded');
    store.post('changes', 'b', { key: 'b', version: 1, record: {} });
    await until(() => system.held.has('b'));
    await until(() => !store.queue.isBusy());
    await worker.stop();
    expect(store.runs.map(({ version, status }) => [version, status])).toEqual([
      [1, 'succeeded'],
      [2, 'succeeded'],
    ]);
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
        events: [],
        deadLetters: [],
        attemptIds: [],
        spans: [],
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

async function drainUntil(store: MemoryStore, system: PretendSystem, holds: () => boolean): Promise<void> {
  const worker = startWorker(store, system);
  try {
    await until(holds);
  } finally {
    await worker.stop();
  }
}
