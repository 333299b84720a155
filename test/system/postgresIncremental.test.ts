import { setTimeout as sleep } from 'node:timers/promises';
import { postgresConnector } from '@syncline/connectors';
import type { ReadWindow, Token } from '@syncline/model';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectorContext, harvest, sourceOf } from '../harness/connectorContext.ts';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { parsedConfig, randomFrom } from '../harness/parsedConfig.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const source = sourceOf(postgresConnector, 'postgres.schedule');
const folder = temporaryFolder();
let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase(folder.path);
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const config = (saved: Record<string, unknown>) =>
  parsedConfig(postgresConnector, 'postgres.schedule', saved);

const here = (parts = {}) => connectorContext({ url: database.url }, parts);

async function openWindow(saved: Record<string, unknown>, low: Token | null): Promise<ReadWindow> {
  const window = await source.openWindow(here(), saved, low);
  if (window === null) throw new Error('no window');
  return window;
}

it('reads 2,500 rows of one and the same time in pages of 200', async () => {
  await database.query(
    `create table tied (id int primary key, at timestamptz not null default '2026-01-01T00:00:00.5Z')`,
  );
  await database.query('create index on tied (at)');
  await database.query('insert into tied select i from generate_series(1, 2500) i');
  const saved = config({ table: 'tied', mode: 'incremental', cursor: 'at' });
  const first = await openWindow(saved, null);
  expect((await harvest(source, here(), saved, { window: first, pageRecords: 200 })).changes).toHaveLength(
    2500,
  );
  const low = { column: 'at', kind: 'time', at: '2025-12-31 00:00:00+00' };
  const window = { low, high: first.high };
  const stopped = await harvest(source, here(), saved, { window, pageRecords: 200, stopAfter: 4 });
  const rest = await harvest(source, here(), saved, { window, pageRecords: 200, token: stopped.token });
  const keys = new Set([...stopped.changes, ...rest.changes].map(({ key }) => key));
  expect(keys.size).toBe(2500);
  expect(rest.changes[0]).toMatchObject({
    version: { kind: 'ts', value: '2026-01-01T00:00:00.500000000Z', granularityMs: 1 },
    sourceTs: '2026-01-01T00:00:00.5Z',
  });
});

it.each(['an index on the time', 'no index on the time'])(
  'misses no change of transactions that commit late, with %s',
  async (what) => {
    await database.query('drop table if exists late');
    await database.query('create table late (id int primary key, n int, updated_at timestamptz not null)');
    if (what.startsWith('an')) await database.query('create index on late (updated_at)');
    await database.query('insert into late select i, 0, now() from generate_series(1, 200) i');
    const saved = config({ table: 'late', mode: 'incremental', cursor: 'updated_at' });
    const until = Date.now() + 4000;
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      const random = randomFrom(writer + 1);
      const client = new pg.Client(database.url);
      await client.connect();
      while (Date.now() < until) {
        await client.query('begin');
        const id = 1 + random(200);
        await client.query('update late set n = n + 1, updated_at = now() where id = $1', [id]);
        await sleep(random(150));
        await client.query('commit');
      }
      await client.end();
    });
    const mirror = new Map<string, unknown>();
    let low: Token | null = null;
    const poll = async () => {
      const window = await openWindow(saved, low);
      const found = await harvest(source, here(), saved, { window, pageRecords: 17 });
      for (const { key, record } of found.changes) mirror.set(key, record.n);
      low = window.high;
    };
    while (Date.now() < until) await poll();
    await Promise.all(writers);
    await poll();
    const rows = await database.query<{ id: number; n: number }>('select id, n from late');
    expect(rows.filter(({ id, n }) => mirror.get(String(id)) !== n)).toEqual([]);
    expect(rows.some(({ n }) => n > 0)).toBe(true);
  },
);

it('waits for the transaction that drew a smaller number before it moves past it', async () => {
  await database.query('create table drawn (id bigserial primary key, note text)');
  const saved = config({ table: 'drawn', mode: 'incremental', cursor: 'id' });
  const slow = new pg.Client(database.url);
  await slow.connect();
  await slow.query('begin');
  await slow.query(`insert into drawn (note) values ('slow')`);
  await database.query(`insert into drawn (note) values ('quick')`);
  const committed = sleep(300).then(() => slow.query('commit'));
  const window = await openWindow(saved, null);
  const found = await harvest(source, here(), saved, { window });
  await committed;
  await slow.end();
  expect(found.changes.map(({ record }) => record.note)).toEqual(['slow', 'quick']);
  expect(found.changes[0]?.version).toEqual({ kind: 'seq', epoch: 0, value: '1', granularityMs: 0 });
  const later = await openWindow(saved, window.high);
  expect((await harvest(source, here(), saved, { window: later })).changes).toEqual([]);
});

it('reads by transaction id where a column keeps it', async () => {
  await database.query(
    'create table stamped (id int primary key, changed xid8 not null default pg_current_xact_id())',
  );
  await database.query('insert into stamped values (1)');
  const saved = config({ table: 'stamped', mode: 'incremental', cursor: 'changed' });
  const window = await openWindow(saved, null);
  expect((await harvest(source, here(), saved, { window })).changes).toMatchObject([
    { key: '1', version: { kind: 'pgxid' } },
  ]);
  await database.query('insert into stamped values (2)');
  const next = await openWindow(saved, window.high);
  expect((await harvest(source, here(), saved, { window: next })).changes).toMatchObject([{ key: '2' }]);
});

it('reads rows whose time is empty at the first run, and rows of the look-back again', async () => {
  await database.query('create table sparse (id int primary key, at timestamp)');
  await database.query(
    `insert into sparse values (1, null), (2, '2026-01-01 00:00:00'), (3, '2026-01-01 00:01:00'), (4, '2999-01-01')`,
  );
  const saved = config({ table: 'sparse', mode: 'incremental', cursor: 'at' });
  const window = await openWindow(saved, null);
  const found = await harvest(source, here(), saved, { window });
  expect(found.changes.map(({ key }) => key)).toEqual(['1', '2', '3']);
  expect(found.changes[0]).toMatchObject({ version: { kind: 'none' }, sourceTs: null });
  const again = config({ ...saved, lookbackSeconds: 90 });
  const low = { column: 'at', kind: 'local-time', at: '2026-01-01 00:01:30' };
  const back = await harvest(source, here(), again, { window: { low, high: window.high } });
  expect(back.changes.map(({ key }) => key)).toEqual(['2', '3']);
});

it('holds back and says so where the open transactions of others can not be seen', async () => {
  await database.query('create table watched (id int primary key, at timestamptz not null default now())');
  await database.query(`create role reader login password 'pw'; grant select on watched to reader`);
  await database.query(`insert into watched values (1, now() - interval '2 minutes'), (2, now())`);
  const url = new URL(database.url);
  url.username = 'reader';
  url.password = 'pw';
  const reader = connectorContext({ url: url.href });
  const saved = config({ table: 'watched', mode: 'incremental', cursor: 'at' });
  const window = await source.openWindow(reader, saved, null);
  expect((await harvest(source, reader, saved, { window })).changes.map(({ key }) => key)).toEqual(['1']);
  expect(reader.lines.map(({ level, text }) => `${level} ${text}`).join()).toContain('pg_read_all_stats');
  expect((await postgresConnector.check?.(reader))?.warnings).toHaveLength(2);
});

it('leaves out a transaction that is open or prepared, and reads it after its commit', async () => {
  const [setting] = await database.query<{ n: string }>(
    `select current_setting('max_prepared_transactions') as n`,
  );
  const canPrepare = Number(setting?.n) > 0;
  await database.query('create table pending (id int primary key, at timestamptz not null default now())');
  await database.query('insert into pending values (1)');
  const saved = config({ table: 'pending', mode: 'incremental', cursor: 'at' });
  const before = await openWindow(saved, null);
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query('begin; insert into pending values (2)');
  await sleep(50);
  if (canPrepare) await client.query(`prepare transaction 'late'`);
  await database.query('insert into pending values (3)');
  const during = await openWindow(saved, before.high);
  expect((await harvest(source, here(), saved, { window: during })).changes).toEqual([]);
  await client.query(canPrepare ? `commit prepared 'late'` : 'commit');
  await client.end();
  const after = await openWindow(saved, during.high);
  expect((await harvest(source, here(), saved, { window: after })).changes.map(({ key }) => key)).toEqual([
    '2',
    '3',
  ]);
});
