import { noVersion, SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { startWorker, until } from './testing/drain.ts';
import { rowsOf, setUp, stored } from './testing/setUp.ts';

const slow = (afterMs: number) =>
  new SyncError('retry', 'destination.rate-limited', 'slow down', { afterMs, rateLimited: true });

describe('a live change of a record that a backfill has in its hands', () => {
  it('waits for no retry of the backfill that takes longer than a second', async () => {
    const { store, system } = setUp();
    let refused = 0;
    system.onWrite = (_, batch) => {
      if (batch.length === 1 || refused > 0) return undefined;
      refused += 1;
      throw slow(20_000);
    };
    const run = store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
    const worker = startWorker(store, system);
    await until(() => refused === 1);
    const begun = performance.now();
    store.post('changes', 'k3', { key: 'k3', version: 2, record: { n: 'live' } });
    await until(() => system.held.has('k3'));
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(system.held.get('k3')?.record).toEqual({ n: 'live' });
    await until(() => stored(store, run).status === 'backoff');
    expect(stored(store, run)).toMatchObject({ reason: 'destination.rate-limited', tries: 0 });
    expect(store.attempts.size).toBe(0);
    // And the backfill goes on where it was, behind the newer state.
    store.skewMs += 20_000;
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    await until(() => stored(store, run).status === 'succeeded');
    await worker.stop();
    expect(system.held.size).toBe(35);
    expect(system.held.get('k3')?.record).toEqual({ n: 'live' });
  });

  it('waits for a retry within a second, and the backfill keeps its place', async () => {
    const { store, system } = setUp();
    let refused = 0;
    system.onWrite = (_, batch) => {
      if (batch.length === 1 || refused > 0) return undefined;
      refused += 1;
      throw slow(1_000);
    };
    const run = store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
    const worker = startWorker(store, system);
    await until(() => refused === 1);
    store.post('changes', 'k3', { key: 'k3', version: 2, record: { n: 'live' } });
    await until(() => stored(store, run).status === 'succeeded' && store.inbox.length === 0);
    await worker.stop();
    expect(system.history.filter((line) => line.startsWith('k3='))).toEqual([
      'k3={"n":3}',
      'k3={"n":"live"}',
    ]);
  });

  it('does not wait for a source that the backfill can not reach either', async () => {
    const rows = rowsOf(35, () => ({ version: 2, record: { n: 'other' } }));
    const { store, system } = setUp({ rows, fetches: true, versionOf: () => noVersion });
    let asked = 0;
    store.addRun('nightly');
    const first = startWorker(store, system);
    await until(() => system.held.size === 35);
    await first.stop();
    system.rows = rowsOf(35, () => ({ version: 3, record: { n: 'third' } }));
    system.onFetch = () => {
      asked += 1;
      if (asked === 1)
        throw new SyncError('retry', 'source.rate-limited', 'slow down', {
          afterMs: 20_000,
          rateLimited: true,
        });
    };
    store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
    const worker = startWorker(store, system);
    await until(() => asked === 1);
    const begun = performance.now();
    store.post('changes', 'k3', { key: 'k3', version: 4, record: { n: 'live' } });
    await until(() => store.inbox.length === 0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    await worker.stop();
  });
});
