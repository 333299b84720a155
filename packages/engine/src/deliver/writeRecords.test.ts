import { SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from '../testing/drain.ts';
import type { MemoryStore } from '../testing/memoryStore.ts';
import type { PretendSystem } from '../testing/pretendSystem.ts';
import { linesOf, rowsOf, setUp, stored } from '../testing/setUp.ts';

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
          throw new SyncError('pause', 'destination.auth', 'key revoked.', { pause: 'auth' });
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(store.paused).toEqual({ reason: 'auth', message: 'key revoked.' });
    expect(linesOf(store, run)).toContain('key revoked. The flow is paused, nothing is lost');
    expect(stored(store, run)).toMatchObject({ status: 'paused', reason: 'auth', read: 20 });
    revoked = false;
    store.flow = { ...store.flow, desired: 'live' };
    stored(store, run).status = 'queued';
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 35 });
    expect(system.history).toHaveLength(35);
  });

  it.each([
    ['writing', 'list', 'target'],
    ['reading', 'nightly', 'origin'],
  ])('about credentials name the connection that was refused when %s', async (_, node, connection) => {
    const refused = () => {
      throw new SyncError('pause', 'destination.auth', 'key revoked', { pause: 'auth' });
    };
    const { store, system } = setUp(node === 'list' ? { onWrite: refused } : { onRead: refused });
    const { plan } = store.flow;
    const steps = plan.steps.map((step) => (step.node === node ? { ...step, connection } : step));
    store.flow = { ...store.flow, plan: { ...plan, steps }, connections: { [connection]: {} } };
    store.addRun('nightly');
    await drain(store, system);
    const detail = { connection, readAt: store.flow.readAt };
    expect(store.paused).toEqual({ reason: 'auth', message: 'key revoked', detail });
  });

  it('about credentials that were replaced meanwhile stop nothing: the run goes on with the new ones', async () => {
    let refusals = 0;
    const { store, system } = setUp({
      onWrite: () => {
        if (refusals > 0) return;
        refusals += 1;
        // Somebody saves a new key while the old one is refused.
        store.flow = { ...store.flow, readAt: new Date() };
        throw new SyncError('pause', 'destination.auth', 'key revoked', { pause: 'auth' });
      },
    });
    const { plan } = store.flow;
    const steps = plan.steps.map((step) => ({ ...step, connection: 'target' }));
    store.flow = { ...store.flow, plan: { ...plan, steps }, connections: { target: {} } };
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(store.paused).toBeNull();
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

async function drainUntil(store: MemoryStore, system: PretendSystem, holds: () => boolean): Promise<void> {
  const worker = startWorker(store, system);
  try {
    await until(holds);
  } finally {
    await worker.stop();
  }
}
