import { postgresConnector } from '@syncline/connectors';
import { compareVersions, noVersion, type Token } from '@syncline/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectorContext, harvest, sourceOf } from '../harness/connectorContext.ts';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { failureOf, parsedConfig, randomFrom } from '../harness/parsedConfig.ts';
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

it('gives every row once, however pages are cut and wherever reading was stopped', async () => {
  await database.query(`create table cut (region text, id int, note text, primary key (region, id))`);
  await database.query(
    `insert into cut select 'r' || i % 7, i, repeat('x', (i * 37) % 900) from generate_series(1, 700) i`,
  );
  const saved = config({ table: 'public.cut' });
  for (let seed = 1; seed <= 25; seed += 1) {
    const random = randomFrom(seed);
    const keys: string[] = [];
    let token: Token | null = null;
    for (let turn = 0; ; turn += 1) {
      const stopAfter = 1 + random(4);
      const found = await harvest(source, here(), saved, {
        token,
        pageRecords: 1 + random(200),
        pageBytes: 200 + random(60_000),
        stopAfter,
      });
      keys.push(...found.changes.map(({ key }) => key));
      token = found.token;
      if (found.pages.length < stopAfter || turn > 2000) break;
    }
    expect(keys.length, `seed ${seed}`).toBe(700);
    expect(new Set(keys).size, `seed ${seed}`).toBe(700);
  }
});

it('carries every type as the model says, and hostile column names as plain fields', async () => {
  await database.query(`create type mood as enum ('sad', 'glad')`);
  await database.query('create domain short as varchar(5)');
  await database.query(`create table kinds (id bigint primary key, small int2, amount numeric(30,10), real float8, ok bool,
    day date, at timestamptz, local timestamp, doc jsonb, raw json, tags text[], numbers int8[], moods mood[], mood mood,
    bytes bytea, span interval, name short, "__proto__" text, "constructor" text)`);
  await database.query(`insert into kinds values (9007199254740993, 7, 12345678901234567890.0123456789, 'NaN', true,
    '2026-02-03', '2026-02-03 04:05:06.7+02', '2026-02-03 04:05:06', '{"big": 12345678901234567890, "__proto__": 1}',
    '[1, null]', '{a,"b,\\"c",NULL}', '{9007199254740993,NULL}', '{sad,glad}', 'glad', '\\x00ff', '1 day 2 hours', 'abcde',
    'own', 'mine')`);
  const found = await harvest(source, here(), config({ table: 'kinds' }));
  const record = found.changes[0]?.record ?? {};
  expect(found.changes[0]?.key).toBe('9007199254740993');
  expect(Object.keys(record)).toContain('__proto__');
  expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  expect(Object.entries(record).filter(([name]) => name !== 'doc')).toEqual([
    ['id', '9007199254740993'],
    ['small', 7],
    ['amount', '12345678901234567890.0123456789'],
    ['real', 'NaN'],
    ['ok', true],
    ['day', '2026-02-03'],
    ['at', '2026-02-03T02:05:06.7Z'],
    ['local', '2026-02-03T04:05:06Z'],
    ['raw', [1, null]],
    ['tags', ['a', 'b,"c', null]],
    ['numbers', ['9007199254740993', null]],
    ['moods', ['sad', 'glad']],
    ['mood', 'glad'],
    ['bytes', 'AP8='],
    ['span', 'P1DT2H'],
    ['name', 'abcde'],
    ['__proto__', 'own'],
    ['constructor', 'mine'],
  ]);
  expect(JSON.stringify(record.doc)).toBe('{"big":"12345678901234567890","__proto__":1}');
  const schema = await source.describe(here(), config({ table: 'kinds' }));
  expect(schema).toMatchObject({
    key: ['id'],
    cursorFields: ['id', 'small', 'day', 'at', 'local'],
    open: false,
  });
  const types = Object.fromEntries(schema.fields.map(({ name, type }) => [name, type]));
  expect(types).toMatchObject({ id: 'integer', amount: 'decimal', doc: 'json', tags: 'list', mood: 'enum' });
});

it('reads a query by pages and keeps it from writing', async () => {
  await database.query('create table sold (id int primary key, shop text, amount int)');
  await database.query(`insert into sold select i, 's' || i % 3, i from generate_series(1, 90) i`);
  const saved = config({
    read: 'query',
    query: 'select id as order_id, amount * 2 as total from sold where amount > 10 -- the large ones\n;',
    key: ['order_id'],
  });
  const stopped = await harvest(source, here(), saved, { pageRecords: 7, stopAfter: 3 });
  const rest = await harvest(source, here(), saved, { pageRecords: 7, token: stopped.token });
  expect(stopped.changes.length + rest.changes.length).toBe(80);
  expect(await source.describe(here(), saved)).toMatchObject({
    key: ['order_id'],
    fields: [{ name: 'order_id', type: 'integer' }, { name: 'total' }],
  });
  await database.query(`create function sneak() returns int language plpgsql as
    'begin delete from sold; return 1; end'`);
  for (const query of [
    'select 1 as id; delete from sold',
    'with gone as (delete from sold returning *) select * from gone',
    'select sneak() as id',
    'select 1 as id) q; delete from sold; --',
  ]) {
    const error = await failureOf(harvest(source, here(), config({ read: 'query', query, key: ['id'] })));
    expect(error, query).toMatchObject({ verdict: 'pause', code: 'source.query', pause: 'config' });
  }
  expect(await database.query('select count(*)::int as n from sold')).toEqual([{ n: 90 }]);
  for (const query of ['delete from sold', 'update sold set amount = 0', 'drop table sold', ''])
    expect(() => config({ read: 'query', query, key: ['id'] })).toThrow('SELECT');
});

it('tells of rows without key, and never splits rows that share one', async () => {
  await database.query('create table loose (code text, n int)');
  await database.query(
    `insert into loose values (null, 1), ('', 2), ('a', 3), ('b', 4), ('b', 5), ('b', 6), ('c', 7)`,
  );
  const saved = config({ table: 'loose', key: ['code'] });
  const found = await harvest(source, here(), saved, { pageRecords: 3 });
  expect(found.changes.map(({ record }) => record.n).sort()).toEqual([3, 4, 5, 6, 7]);
  expect(found.rejected.map(({ code }) => code)).toEqual(['source.no-key', 'source.no-key']);
  const tooMany = await failureOf(harvest(source, here(), saved, { pageRecords: 2 }));
  expect(tooMany).toMatchObject({ verdict: 'pause', code: 'source.query', path: 'key' });
  const none = await failureOf(harvest(source, here(), config({ table: 'loose' })));
  expect(none).toMatchObject({ code: 'source.query', path: 'key' });
});

it('says what follows when the source does not answer as it should', async () => {
  const url = new URL(database.url);
  const { password: _, ...fields } = {
    host: url.hostname,
    port: Number(url.port),
    database: 'syncline',
    user: url.username,
    password: '',
  };
  const wrong = connectorContext({ ...fields, password: 'not it' });
  const saved = config({ table: 'cut' });
  expect(await failureOf(harvest(source, wrong, saved))).toMatchObject({
    verdict: 'pause',
    pause: 'auth',
    code: 'source.auth',
  });
  const away = connectorContext({ ...fields, port: 1, password: 'x' });
  expect(await failureOf(harvest(source, away, saved))).toMatchObject({
    verdict: 'retry',
    code: 'source.unreachable',
  });
  const gone = config({ table: 'public.nowhere' });
  expect(await failureOf(harvest(source, here(), gone))).toMatchObject({
    pause: 'schema',
    code: 'source.schema',
    path: 'table',
  });
  const query = config({ read: 'query', query: 'select id frm cut', key: ['id'] });
  expect(await failureOf(harvest(source, here(), query))).toMatchObject({
    pause: 'config',
    code: 'source.query',
  });
  const empty = connectorContext({ host: 'db.example.com', user: 'app' });
  expect(await failureOf(harvest(source, empty, saved))).toMatchObject({
    code: 'connection.config',
    path: 'database',
  });
  const socket = connectorContext({ url: 'postgres://app:x@db.example.com/shop?sslrootcert=/etc/passwd' });
  expect(await failureOf(harvest(source, socket, saved))).toMatchObject({
    code: 'connection.config',
    path: 'url',
  });
  const check = await postgresConnector.check?.(wrong);
  expect(check).toMatchObject({ ok: false, problem: { title: 'The source refused the sign-in' } });
  expect(JSON.stringify(check)).not.toContain('not it');
});

it('stops within a second when it is told to, also in the middle of a statement', async () => {
  const stop = new AbortController();
  const saved = config({ read: 'query', query: 'select pg_sleep(30)::text as id', key: ['id'] });
  const began = Date.now();
  setTimeout(() => stop.abort(), 300);
  const reading = harvest(source, here({ signal: stop.signal }), saved);
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  expect(Date.now() - began).toBeLessThan(1300);
  await expect
    .poll(() =>
      database.query(
        `select pid from pg_stat_activity where state = 'active' and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()`,
      ),
    )
    .toEqual([]);
});

it('offers columns before the step is filled in', async () => {
  const started = await source.describe(here(), { table: 'cut', mode: 'incremental' });
  expect(started.fields.map(({ name }) => name)).toEqual(['region', 'id', 'note']);
  const query = await source.describe(here(), { read: 'query', query: 'select 1 as one, array[1] as many' });
  expect(query.fields).toMatchObject([
    { name: 'one', type: 'integer' },
    { name: 'many', type: 'list' },
  ]);
  expect(await failureOf(source.describe(here(), {}))).toMatchObject({ path: 'table' });
});

it('lists tables and views but not its own, and says who it is connected as', async () => {
  await database.query('create view cut_notes as select id, note from cut');
  await database.query('create schema "odd.name"');
  await database.query('create table "odd.name"."T" (id int primary key)');
  const streams = (await postgresConnector.streams?.(here())) ?? [];
  expect(streams).toContainEqual({ name: 'public.cut_notes', label: 'cut_notes', kind: 'view' });
  const odd = streams.find(({ name }) => name === '"odd.name".T');
  expect(odd).toBeDefined();
  expect((await harvest(source, here(), config({ table: '"odd.name".T' }))).changes).toEqual([]);
  expect(await postgresConnector.check?.(here())).toMatchObject({ ok: true, warnings: [] });
});

it('says as of when it looked at single rows, as a step that follows the log of the same database does', async () => {
  await database.query(
    'create table looked (id int primary key, changed timestamptz not null default now())',
  );
  await database.query('insert into looked (id) values (1), (2)');
  const saved = config({ table: 'public.looked', mode: 'incremental', cursor: 'changed' });
  const look = async () => {
    const { changes, absent, version = noVersion } = await source.fetch!(here(), saved, ['1', '3']);
    expect(changes.map(({ key, version: own }) => [key, own.kind])).toEqual([['1', 'ts']]);
    expect(absent).toEqual(['3']);
    return version;
  };
  const first = await look();
  const following = sourceOf(postgresConnector, 'postgres.sync');
  const table = parsedConfig(postgresConnector, 'postgres.sync', { table: 'public.looked' });
  await database.query('update looked set changed = now() where id = 1');
  const between = (await following.fetch!(here(), table, ['1'])).version ?? noVersion;
  await database.query('update looked set changed = now() where id = 1');
  const last = await look();
  expect([compareVersions(first, between), compareVersions(last, between)]).toEqual(['older', 'newer']);
});
