import { connectionRoutes, failureRoutes, flowRoutes, type RunDetail, runRoutes } from '@syncline/model';
import { type PeopleSimulator, startPeopleSimulator } from '@syncline/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow } from '../harness/flows.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const records = 200;
const there = 100;

const folder = temporaryFolder();
let database: TestDatabase;
let people: PeopleSimulator;
let syncline: SynclineProcess;
let flow: Awaited<ReturnType<typeof publishFlow>>;

const document = {
  syncline: 1,
  name: 'Customers into an API that knows half of them',
  nodes: {
    customers: {
      type: 'postgres.schedule',
      connection: 'database',
      config: { read: 'table', table: 'shop.customers', mode: 'full' },
    },
    contacts: {
      type: 'http.send',
      connection: 'people',
      config: {
        path: '/contacts',
        updatePath: '/contacts/{{$id}}',
        idPath: 'id',
        match: 'search',
        matchPath: '/contacts?email={{email}}',
        matchItems: 'data',
        matchId: 'id',
      },
    },
  },
  edges: [['customers', 'contacts']],
};

beforeAll(async () => {
  database = await startDatabase(folder.path);
  await database.query(`create schema shop`);
  await database.query(
    `create table shop.customers (number bigint primary key, email text not null, plan text not null)`,
  );
  await database.query(
    `insert into shop.customers select 1000 + i, 'person' || i || '@example.com', 'gold' from generate_series(1, ${records}) i`,
  );
  people = await startPeopleSimulator();
  people.control.seed(there);
  // Nothing but the search keeps this API from holding a contact twice.
  people.control.allowTwins(true);
  for (const n of [7, 8])
    await fetch(`${people.url}/contacts`, {
      method: 'POST',
      body: JSON.stringify({ email: `person${n}@example.com` }),
    });
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  syncline = await startSyncline({ ...options, role: 'all' });
  const connection = await syncline.api(connectionRoutes.createConnection, {
    body: { kind: 'http', name: 'People', config: { baseUrl: people.url } },
  });
  flow = await publishFlow(syncline.api, document, { database: 'database', people: connection.id });
}, 120_000);
afterAll(async () => {
  await syncline[Symbol.asyncDispose]();
  await people.stop();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const readAll = async (): Promise<RunDetail> => {
  const run = await syncline.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
  return finishedRun(syncline.api, run.id);
};

const outcomesOf = (run: RunDetail) => run.nodes.contacts?.outcomes;

/** Ids by e-mail, of those that more than one contact has. */
const twins = (): Record<string, string[]> => {
  const ids = new Map<string, string[]>();
  for (const { email, id } of people.control.contacts()) ids.set(email, [...(ids.get(email) ?? []), id]);
  return Object.fromEntries([...ids].filter(([, all]) => all.length > 1));
};

const writes = () =>
  Object.entries(people.control.counts())
    .filter(([name]) => !name.startsWith('GET'))
    .reduce((sum, [, n]) => sum + n, 0);

const letters = async () =>
  (await syncline.api(runRoutes.listDeadLetters, { query: { flow: flow.id } })).items.sort((a, b) =>
    (a.sourceKey ?? '').localeCompare(b.sourceKey ?? ''),
  );

it('adopts the records that are there, makes those that are not, and leaves to a person what fits several', async () => {
  const run = await readAll();
  expect(run).toMatchObject({ status: 'partial', balanced: true });
  expect(outcomesOf(run)).toEqual({ created: 100, updated: 98, rejected: 2 });
  expect(people.control.contacts()).toHaveLength(records + 2);
  expect(Object.keys(twins()).sort()).toEqual(['person7@example.com', 'person8@example.com']);
  const golden = people.control.contacts().filter(({ plan }) => plan === 'gold');
  expect(golden).toHaveLength(198);
  expect(await letters()).toMatchObject(
    [1007, 1008].map((key) => ({
      code: 'destination.ambiguous-match',
      sourceKey: `${key}`,
      message: expect.stringMatching(/^2 records there fit this one already. Merge them there/),
    })),
  );
}, 120_000);

it('adopts a record that was merged there, once its failure is run again', async () => {
  people.control.remove(twins()['person7@example.com']?.[1] ?? '');
  const letter = (await letters()).find(({ sourceKey }) => sourceKey === '1007');
  const params = { id: letter?.id ?? '' };
  const before = writes();
  const dry = await syncline.api(failureRoutes.dryRunDeadLetter, { params, body: {} });
  expect(dry.results).toMatchObject([{ node: 'contacts', verdict: 'match' }]);
  expect(writes()).toBe(before);
  const { runIds } = await syncline.api(failureRoutes.replayDeadLetters, { body: { ids: [params.id] } });
  const run = await finishedRun(syncline.api, runIds[0] ?? '');
  expect(outcomesOf(run)).toEqual({ updated: 1 });
  expect(people.control.contacts().find(({ id }) => id === '7')).toMatchObject({ plan: 'gold' });
  expect(await syncline.api(failureRoutes.getDeadLetter, { params })).toMatchObject({ state: 'replayed' });
}, 60_000);

it('writes nothing when it runs again, and looks for nothing it knows', async () => {
  const [before, looks] = [writes(), people.control.counts()['GET /contacts']];
  const run = await readAll();
  expect(outcomesOf(run)).toEqual({ unchanged: 199, rejected: 1 });
  expect(writes()).toBe(before);
  expect(people.control.counts()['GET /contacts']).toBe((looks ?? 0) + 1);
  await database.query(`update shop.customers set plan = 'silver' where number = 1003`);
  expect(outcomesOf(await readAll())).toEqual({ unchanged: 198, updated: 1, rejected: 1 });
  expect(people.control.contacts().find(({ id }) => id === '3')).toMatchObject({ plan: 'silver' });
}, 120_000);
