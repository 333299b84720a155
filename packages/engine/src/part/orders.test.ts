import { expect, it } from 'vitest';
import { drain, startWorker, until } from '../testing/drain.ts';
import { rowsOf, setUp, stored } from '../testing/setUp.ts';

/** So long that no heartbeat comes by itself while a test runs. */
const rare = { heartbeatMs: 3_600_000, leaseTtlMs: 7_200_000 };
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

it('a pause during a long batch is heard at once, and the batch goes on where it stopped', async () => {
  const { store, system } = setUp({ rows: rowsOf(400) });
  system.onRead = async (page) => {
    await pause();
    if (page !== 5) return;
    store.flow = { ...store.flow, desired: 'paused' };
    store.queue.order();
  };
  const run = store.addRun('nightly');
  await drain(store, system, rare);
  // At most three pages are read and not settled when the word comes.
  expect(system.pagesRead).toBeLessThan(10);
  expect(stored(store, run)).toMatchObject({ status: 'running' });
  system.onRead = () => undefined;
  store.flow = { ...store.flow, desired: 'live' };
  store.queue.enqueue({ flowId: 'flow', part: 0 });
  await drain(store, system, rare);
  expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 400 });
  expect(system.history).toHaveLength(400);
});

it('a cancelled run ends at its next page', async () => {
  const { store, system } = setUp({ rows: rowsOf(400) });
  const run = store.addRun('nightly');
  system.onRead = async (page) => {
    await pause();
    if (page !== 5) return;
    store.cancelRuns.add(run.runId);
    store.queue.order();
  };
  await drain(store, system, rare);
  expect(system.pagesRead).toBeLessThan(10);
  expect(stored(store, run).status).toBe('cancelled');
});

it('word that comes while a heartbeat is under way is followed by another one', async () => {
  const { store, system } = setUp({ rows: rowsOf(400) });
  let renewals = 0;
  let slow = Promise.withResolvers<void>();
  system.onRead = pause;
  const run = store.addRun('nightly');
  const worker = startWorker(store, system, rare, (ports) => ({
    ...ports,
    leases: {
      ...ports.leases,
      renew: async (lease, ttlMs) => {
        renewals += 1;
        const orders = await ports.leases.renew(lease, ttlMs);
        await slow.promise;
        return orders;
      },
    },
  }));
  await until(() => system.pagesRead > 1);
  store.queue.order();
  await until(() => renewals === 1);
  // Asked for after the heartbeat has been answered, before the answer is here.
  store.flow = { ...store.flow, desired: 'paused' };
  store.queue.order();
  store.queue.order();
  await pause();
  slow.resolve();
  slow = Promise.withResolvers();
  slow.resolve();
  await until(() => !store.queue.isBusy());
  await worker.stop();
  expect(renewals).toBe(2);
  expect(stored(store, run)).toMatchObject({ status: 'running' });
  expect(system.pagesRead).toBeLessThan(40);
});

it('word that gets lost changes nothing: the heartbeat brings it', async () => {
  const { store, system } = setUp({ rows: rowsOf(400) });
  system.onRead = async (page) => {
    await pause();
    if (page === 5) store.flow = { ...store.flow, desired: 'paused' };
  };
  const run = store.addRun('nightly');
  await drain(store, system, { heartbeatMs: 20 });
  expect(system.pagesRead).toBeLessThan(40);
  expect(stored(store, run)).toMatchObject({ status: 'running' });
});
