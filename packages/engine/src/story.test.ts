import { openSchema } from '@syncline/model';
import { expect, it } from 'vitest';
import type { RecordChange } from './ports.ts';
import { drain } from './testing/drain.ts';
import type { MemoryStore } from './testing/memoryStore.ts';
import { liveAndDie } from './testing/mortalWorker.ts';
import { rowsOf, setUp } from './testing/setUp.ts';

const changesOf = ({ settlements }: MemoryStore): RecordChange[] =>
  settlements.flatMap(({ changes }) => changes);

it('the story of a record has each write, but the first load of many leaves only its ledger rows', async () => {
  const { store, system } = setUp({ rows: rowsOf(20) });
  for (const kind of ['backfill', 'read'] as const) {
    store.addRun('nightly', { kind, full: true });
    await drain(store, system);
  }
  expect(changesOf(store)).toEqual([]);
  expect(store.ledger.size).toBe(20);

  system.rows = rowsOf(20, (n) => (n === 7 ? { version: 2, record: { n: 'edited' } } : {}));
  store.addRun('nightly', { full: true });
  await drain(store, system);
  store.post('changes', 'new', { key: 'new', version: 1, record: { n: 'live' } });
  await drain(store, system);
  store.post('changes', 'k7', { key: 'k7', version: 3, record: {}, deleted: true });
  store.post('changes', 'k8', { key: 'k8', version: 1, record: { n: 8 } });
  await drain(store, system);
  expect(changesOf(store).map(({ key, outcome, record }) => [key, outcome, record])).toEqual([
    ['k7', 'updated', { n: 'edited' }],
    ['new', 'created', { n: 'live' }],
    ['k7', 'deleted', null],
  ]);
});

it('a record that was found missing by a sweep has it in its story', async () => {
  const { store, system } = setUp({ rows: rowsOf(2) });
  store.addRun('nightly', { kind: 'sweep', full: true });
  await drain(store, system);
  expect(changesOf(store).map(({ key, outcome }) => [key, outcome])).toEqual([
    ['k0', 'created'],
    ['k1', 'created'],
  ]);
});

it('a write that was counted only after a crash is in the story, once', async () => {
  for (let atCall = 1, died = true; died; atCall += 1) {
    const { store, system } = setUp({ rows: [], delivery: 'T' });
    store.post('changes', 'a', { key: 'a', version: 1, record: { n: 1 } });
    died = await liveAndDie(store, system, { atCall, when: 'after' });
    store.expireLeases();
    store.skewMs += 120_000;
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":1}']);
    expect(changesOf(store)).toMatchObject([{ key: 'a', outcome: 'created', record: { n: 1 } }]);
  }
});

it('records can be found by their e-mail address and phone number', async () => {
  const { store, system } = setUp({
    rows: [{ key: '1', version: 1, record: { mail: ' Ada@X.org', tel: '+41 79 123 45 67', n: 1 } }],
  });
  const list = store.flow.plan.steps.find(({ node }) => node === 'list');
  const field = { nullable: true, required: false };
  if (list !== undefined) {
    list.schema = {
      ...openSchema,
      fields: [
        { name: 'mail', type: 'email', ...field },
        { name: 'tel', type: 'phone', ...field },
      ],
    };
  }
  store.addRun('nightly');
  await drain(store, system);
  const [row] = store.settlements.flatMap(({ ledger }) => ledger);
  expect([row?.sourceKey, row?.terms]).toEqual([null, ['ada@x.org', '41791234567']]);
});
