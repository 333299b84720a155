import { isTerminal, type RunSummary } from '@syncline/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { startTestServer, type TestServer, until } from './testServer.ts';

const folder = temporaryFolder();
let database: TestDatabase;
let server: TestServer;
let flow: string;

const policies: Record<string, Record<string, unknown>> = {
  left: { deletes: 'ignore' },
  unlinked: { deletes: 'unlink' },
  archived: { deletes: 'archive', archiveField: 'gone' },
  dated: { deletes: 'archive', archiveField: 'gone_at', archiveValue: '$now' },
  deleted: { deletes: 'delete' },
};

beforeAll(async () => {
  database = await startDatabase(folder.path);
  await database.query('create schema crm');
  await database.query('create table crm.people (id int primary key, name text)');
  await database.query(`insert into crm.people select i, 'name ' || i from generate_series(1, 20) i`);
  for (const table of Object.keys(policies))
    await database.query(
      `create table crm.${table} (id int primary key, name text, note text default 'by hand',
         gone boolean not null default false, gone_at timestamptz)`,
    );
  server = await startTestServer({ DATABASE_URL: database.url });
  flow = await publish();
  for (const table of Object.keys(policies))
    await until(async () => (await rowsOf(table)).length === 20, 60_000);
});
afterAll(async () => {
  await server.remove();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function publish(): Promise<string> {
  const steps = Object.entries(policies).map(([table, more]) => [
    table,
    {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: `crm.${table}`, key: ['id'], ...more },
    },
  ]);
  const document = {
    syncline: 1,
    name: 'What becomes of deleted rows',
    nodes: {
      people: { type: 'postgres.sync', connection: 'database', config: { table: 'crm.people' } },
      ...Object.fromEntries(steps),
    },
    edges: Object.keys(policies).map((table) => ['people', table]),
  };
  const created = await server.call('POST', '/api/flows', { document, bindings: { database: 'database' } });
  const published = await server.call('POST', `/api/flows/${created.body.id}/publish`, {});
  expect(published.body).toMatchObject({ state: 'live' });
  return created.body.id;
}

interface Copied {
  id: number;
  name: string;
  note: string;
  gone: boolean;
  gone_at: Date | null;
}

const rowsOf = (table: string) =>
  database.query<Copied & Record<string, unknown>>(`select * from crm.${table} order by id`);
const copyOf = async (table: string, id: number) => (await rowsOf(table)).find((row) => row.id === id);

it('a deleted row is left, unlinked, archived or deleted as its destination says, and nothing else is touched', async () => {
  const before = Date.now();
  await database.query('delete from crm.people where id = 7');
  await until(async () => (await copyOf('deleted', 7)) === undefined, 30_000);
  await until(async () => (await copyOf('archived', 7))?.gone === true, 30_000);
  await until(async () => (await copyOf('dated', 7))?.gone_at !== null, 30_000);
  const whole = { id: 7, name: 'name 7', note: 'by hand' };
  expect(await copyOf('left', 7)).toEqual({ ...whole, gone: false, gone_at: null });
  expect(await copyOf('unlinked', 7)).toEqual({ ...whole, gone: false, gone_at: null });
  expect(await copyOf('archived', 7)).toEqual({ ...whole, gone: true, gone_at: null });
  const dated = await copyOf('dated', 7);
  expect(dated).toEqual({ ...whole, gone: false, gone_at: expect.any(Date) });
  expect(Math.abs((dated?.gone_at?.getTime() ?? 0) - before)).toBeLessThan(30_000);
});

it('it comes back in all of them once the source has it again, without its mark', async () => {
  await database.query(`insert into crm.people values (7, 'new 7')`);
  for (const table of Object.keys(policies))
    await until(async () => (await copyOf(table, 7))?.name === 'new 7', 30_000);
  for (const table of Object.keys(policies))
    expect([table, await copyOf(table, 7)]).toEqual([
      table,
      { id: 7, name: 'new 7', note: 'by hand', gone: false, gone_at: null },
    ]);
});

it('a row that the destination lost meanwhile is not made again to be archived', async () => {
  await database.query('delete from crm.archived where id = 8');
  await database.query('delete from crm.people where id in (8, 9)');
  await until(async () => (await copyOf('archived', 9))?.gone === true, 30_000);
  expect(await copyOf('archived', 8)).toBeUndefined();
});

it('comparing all of it finds nothing to do, and archived rows stay archived', async () => {
  const started = await server.call('POST', `/api/flows/${flow}/streams/people/sweep`);
  expect(started.status).toBe(200);
  const run = await until(async () => {
    const { body } = await server.call('GET', `/api/runs?flow=${flow}&kind=sweep`);
    const items: RunSummary[] = body.items;
    return items[0] !== undefined && isTerminal(items[0].status) && items[0];
  }, 60_000);
  expect(run).toMatchObject({ status: 'succeeded', totals: { written: 0 } });
  expect(await copyOf('archived', 9)).toMatchObject({ gone: true });
});
