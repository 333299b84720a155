import { noVersion, SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { startWorker, until } from './testing/drain.ts';
import type { MemoryStore } from './testing/memoryStore.ts';
import type { PretendSystem } from './testing/pretendSystem.ts';
import { linesOf, rowsOf, setUp, stored } from './testing/setUp.ts';

const slow = (afterMs: number) =>
  new SyncError('retry', 'destination.rate-limited', 'slow down', { afterMs, rateLimited: true });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Takes so long for each batch of a run with an end; live changes come alone. */
const slowly = (ms: number) => (_: number, batch: unknown[]) => (batch.length > 1 ? pause(ms) : undefined);
const postLive = (store: MemoryStore, key: string, version = 2) =>
  store.post('changes', key, { key, version, record: { n: 'live' } });
/** Its place among all writes; -1 = it was not written yet. */
const liveWrite = ({ writes }: PretendSystem, key: string) =>
  writes.findIndex((batch) => batch.some((one) => one.key === key && one.record.n === 'live'));

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

describe('a live change of a record that a slow destination is a long time from', () => {
  it.each([
    ['the page under way', 60, 'k50'],
    ['the page that is read ahead', 30, 'k50'],
  ])(
    'is written after the batch under way when %s has it, and the backfill goes on at once',
    async (_, pageSize, key) => {
      const { store, system } = setUp({ rows: rowsOf(60), pageSize, maxBatch: 5, onWrite: slowly(300) });
      const run = store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
      const worker = startWorker(store, system);
      await until(() => system.writes.length === 4);
      postLive(store, key);
      await until(() => stored(store, run).status === 'succeeded');
      await worker.stop();
      // A second is what it may wait for; then it goes right after the batch that is under way.
      expect(liveWrite(system, key)).toBeLessThanOrEqual(5);
      const outcomes = stored(store, run).counts.list?.outcomes;
      expect(stored(store, run)).toMatchObject({ read: 60, tries: 0 });
      expect(outcomes).toEqual({ created: 59, stale: 1 });
      expect(system.history).toHaveLength(60);
      expect(system.held.get(key)?.record).toEqual({ n: 'live' });
      expect(store.attempts.size).toBe(0);
      expect(store.inbox).toEqual([]);
    },
  );

  it('lets the backfill end, however many follow it', async () => {
    const { store, system } = setUp({ rows: rowsOf(20), pageSize: 20, maxBatch: 5, onWrite: slowly(1_050) });
    const run = store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
    const worker = startWorker(store, system);
    const isOver = () => stored(store, run).status === 'succeeded';
    let version = 2;
    const keepPosting = async () => {
      for (; !isOver(); version += 1) {
        postLive(store, 'k19', version);
        await pause(20);
      }
    };
    await Promise.all([until(isOver, 15_000), keepPosting()]);
    await until(() => store.inbox.length === 0);
    await worker.stop();
    expect(version).toBeGreaterThan(50);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 19, stale: 1 });
    expect(system.held.size).toBe(20);
    const said = linesOf(store, run).filter((line) => /goes first/.test(line));
    expect(said).toEqual(['A live change of a record in this page goes first, the rest follows behind it']);
    expect(linesOf(store, run).filter((line) => line.startsWith('Going on'))).toEqual([]);
    expect(system.writes.filter((batch) => batch.length > 1)).toHaveLength(4);
  });

  it('waits while nothing of the page gets through, for then the next turn would begin where this one did', async () => {
    const { store, system } = setUp({
      rows: rowsOf(20),
      pageSize: 20,
      maxBatch: 5,
      onWrite: async (_, batch) => {
        if (batch.length === 1) return undefined;
        await pause(600);
        const first = Number(batch[0]?.key.slice(1));
        return first >= 10
          ? undefined
          : batch.map(() => ({ status: 'reject', code: 'destination.rejected', message: 'no' }));
      },
    });
    const run = store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
    const worker = startWorker(store, system);
    await until(() => system.writes.length === 1);
    postLive(store, 'k19');
    await until(() => stored(store, run).status === 'partial');
    await worker.stop();
    // Two batches are refused; with the third something is written, and then the change goes.
    expect(liveWrite(system, 'k19')).toBe(3);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ rejected: 10, created: 9, stale: 1 });
    expect(store.deadLetters).toHaveLength(10);
  });

  it('of a record it has already written is followed by nothing older', async () => {
    const { store, system } = setUp({ rows: rowsOf(30), pageSize: 30, maxBatch: 5, onWrite: slowly(400) });
    const run = store.addRun('nightly', { kind: 'backfill', startedBy: 'sync' });
    const worker = startWorker(store, system);
    await until(() => system.writes.length === 3);
    postLive(store, 'k1');
    await until(() => stored(store, run).status === 'succeeded');
    await worker.stop();
    expect(liveWrite(system, 'k1')).toBeLessThanOrEqual(4);
    expect(system.held.get('k1')?.effects).toEqual(['{"n":1}', '{"n":"live"}']);
    // Its ledger row is that of the live change by the time the page comes again.
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 29, stale: 1 });
  });
});
