import { SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from '../testing/drain.ts';
import type { Row } from '../testing/pretendSystem.ts';
import { setUp } from '../testing/setUp.ts';

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
    await drain(store, system, { rollingEvents: 20, livePageRecords: 10 });
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
