import { SyncError } from '@syncline/model';
import { expect, it } from 'vitest';
import { drain, startWorker, until } from '../testing/drain.ts';
import { rowsOf, setUp, stored } from '../testing/setUp.ts';

it('decides on a record that comes again only when the page before it is settled', async () => {
  const states = [1, 2, 3].flatMap((version) =>
    rowsOf(10, (n) => ({ version, record: { n, version: n % 2 === 0 ? version : 1 } })),
  );
  const { store, system } = setUp({
    rows: states,
    onWrite: () => new Promise((resolve) => setTimeout(resolve, 5)),
  });
  const run = store.addRun('nightly');
  await drain(store, system);
  // Every second record has the same content in all its versions.
  expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 10, updated: 10, unchanged: 10 });
  expect([...system.held.values()].map(({ record }) => record.version)).toEqual([
    3, 1, 3, 1, 3, 1, 3, 1, 3, 1,
  ]);
});

it('lets go of the records of a page that is never delivered', async () => {
  const { store, system } = setUp({
    rows: rowsOf(40),
    onWrite: async (call) => {
      if (call > 1) return;
      // Until the page behind this one has been looked up.
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new SyncError('fatal', 'destination.refused', 'the list is closed');
    },
  });
  const run = store.addRun('nightly');
  const worker = startWorker(store, system);
  await until(() => stored(store, run).status === 'failed');
  store.post('changes', 'k10', { key: 'k10', version: 2, record: { n: 10 } });
  await until(() => system.held.has('k10'));
  await worker.stop();
  expect([...system.held.keys()]).toEqual(['k10']);
});
