import { postgresConnector } from '@syncline/connectors';
import type { DataRecord, WriteOutcome, WriteRecord } from '@syncline/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectorContext } from '../harness/connectorContext.ts';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { failureOf, parsedConfig } from '../harness/parsedConfig.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const destination = postgresConnector.destinations['postgres.upsert'];
if (!destination) throw new Error('no destination');
const folder = temporaryFolder();
let database: TestDatabase;
let attempts = 0;

beforeAll(async () => {
  database = await startDatabase(folder.path);
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const config = (saved: Record<string, unknown>) => parsedConfig(postgresConnector, 'postgres.upsert', saved);

const here = () => connectorContext({ url: database.url });

const upsert = (record: DataRecord, key = String(record.id)): WriteRecord => ({
  key,
  op: 'upsert',
  record,
  idempotencyKey: key,
  remoteId: null,
});
const remove = (record: DataRecord): WriteRecord => ({ ...upsert(record), op: 'delete' });

function write(saved: Record<string, unknown>, batch: WriteRecord[], context = here(), attemptId = '') {
  attempts += 1;
  const attempt = attemptId || `attempt-${attempts}`;
  return destination!.write(context, {
    config: saved,
    batch,
    attemptId: attempt,
    destinationId: 'd1',
    runId: 'run',
  });
}

const effects = (outcomes: WriteOutcome[]) =>
  outcomes.map((outcome) => (outcome.status === 'ok' ? outcome.effect : outcome.status));

it('creates, updates only what differs, and leaves alone a field that is not sent', async () => {
  await database.query(
    'create table people (id int primary key, name text, city text, note jsonb, raw json)',
  );
  const saved = config({ table: 'public.people', key: ['id'] });
  const batch = [
    upsert({ id: 1, name: 'Ann', city: 'Oslo', note: { a: 1 }, raw: 'text' }),
    upsert({ id: 2, name: 'Bob', city: 'Rome', note: null, raw: [1] }),
  ];
  expect(effects(await write(saved, batch))).toEqual(['created', 'created']);
  expect(effects(await write(saved, batch))).toEqual(['unchanged', 'unchanged']);
  const mixed = [
    upsert({ id: 2, name: undefined, city: null }),
    upsert({ id: 1, name: 'Ann', city: 'Oslo' }),
    upsert({ id: 3, name: 'Cid' }),
    upsert({ id: '0001', name: 'Anna' }, 'another record that meets the same row'),
  ];
  expect(effects(await write(saved, mixed))).toEqual(['updated', 'unchanged', 'created', 'updated']);
  expect(await database.query('select * from people order by id')).toEqual([
    { id: 1, name: 'Anna', city: 'Oslo', note: { a: 1 }, raw: 'text' },
    { id: 2, name: 'Bob', city: null, note: null, raw: [1] },
    { id: 3, name: 'Cid', city: null, note: null, raw: null },
  ]);
  const kept = config({ table: 'people', key: ['id'], write: 'create-only' });
  expect(effects(await write(kept, [upsert({ id: 1, name: 'X' }), upsert({ id: 4, name: 'Y' })]))).toEqual([
    'unchanged',
    'created',
  ]);
});

it('tells apart created and updated by a composite key, also where the database spells keys otherwise', async () => {
  await database.query(
    'create table rates (shop varchar(10), day date, rate numeric(8,2), primary key (shop, day)) partition by list (shop)',
  );
  await database.query(`create table rates_a partition of rates for values in ('a')`);
  await database.query(
    `create table rates_b (rate numeric(8,2), day date not null, shop varchar(10) not null)`,
  );
  await database.query(`alter table rates attach partition rates_b for values in ('b')`);
  const saved = config({ table: 'rates', key: ['day', 'shop'] });
  await write(saved, [upsert({ shop: 'a', day: '2026-01-02', rate: '1.5' })]);
  const outcomes = await write(saved, [
    upsert({ shop: 'a', day: '20260102', rate: '2' }),
    upsert({ shop: 'b', day: '2026-1-2', rate: '3' }),
  ]);
  expect(effects(outcomes)).toEqual(['updated', 'created']);
});

it('deletes by key when asked to, and answers unchanged for what was gone', async () => {
  await database.query('create table gone (id int primary key)');
  await database.query('insert into gone values (1), (2), (3)');
  const batch = [remove({ id: 1 }), remove({ id: 9 }), upsert({ id: 4 })];
  expect(effects(await write(config({ table: 'gone', key: ['id'] }), batch.slice(0, 1)))).toEqual([
    'unchanged',
  ]);
  const saved = config({ table: 'gone', key: ['id'], deletes: 'delete' });
  expect(effects(await write(saved, batch))).toEqual(['deleted', 'unchanged', 'created']);
  expect(await database.query('select id from gone order by 1')).toEqual([{ id: 2 }, { id: 3 }, { id: 4 }]);
});

it('rejects the bad records of a batch by name and writes the others', async () => {
  await database.query('create table accounts (id int primary key)');
  await database.query('insert into accounts values (1)');
  await database.query(`create table strict (id int primary key, email text not null unique, code varchar(5),
    age int check (age >= 0), account int references accounts deferrable initially deferred, seen timestamptz)`);
  await database.query(`insert into strict values (1000, 'taken@example.test')`);
  const saved = config({ table: 'strict', key: ['id'] });
  const good = (id: number) => ({
    id,
    email: `u${id}@example.test`,
    code: 'abc',
    age: 1,
    account: 1,
    seen: null,
  });
  const batch = Array.from({ length: 300 }, (_, id) => upsert(good(id)));
  const bad: [number, DataRecord, string, string[] | undefined][] = [
    [7, { email: null }, 'destination.rejected', ['email']],
    [50, { code: 'too long' }, 'destination.rejected', ['code']],
    [51, { age: 'many' }, 'destination.rejected', ['age']],
    [120, { age: -1 }, 'destination.rejected', undefined],
    [121, { email: 'taken@example.test' }, 'destination.duplicate', ['email']],
    [200, { account: 99 }, 'destination.rejected', ['account']],
    [201, { age: 2 ** 40 }, 'destination.rejected', ['age']],
    [299, { seen: '2026-13-01T00:00:00Z' }, 'destination.rejected', ['seen']],
    [298, { code: 'a\0b' }, 'destination.rejected', ['code']],
  ];
  for (const [at, part] of bad) batch[at] = upsert({ ...good(at), ...part });
  const outcomes = await write(saved, batch);
  for (const [at, , code, fields] of bad)
    expect(outcomes[at], `record ${at}`).toMatchObject({
      status: 'reject',
      code,
      ...(fields ? { fields } : {}),
    });
  expect(JSON.stringify(outcomes)).not.toContain('taken@');
  expect(outcomes.filter(({ status }) => status === 'ok')).toHaveLength(300 - bad.length);
  const [row] = await database.query<{ n: number }>('select count(*)::int as n from strict');
  expect(row?.n).toBe(301 - bad.length);
  const keyless = await write(saved, [upsert({ email: 'a' }, 'k'), upsert({ ...good(400) })]);
  expect(keyless).toMatchObject([{ status: 'reject', fields: ['id'] }, { status: 'ok' }]);
});

it('describes what a table accepts', async () => {
  await database.query(`create type size as enum ('s', 'm')`);
  await database.query(`create table forms (id bigint generated always as identity primary key, code varchar(20) not null,
    price numeric(12,2), size size not null default 's', twice numeric generated always as (price * 2) stored, tags text[])`);
  const schema = await destination!.describe(here(), { table: 'forms' });
  expect(schema).toMatchObject({ key: ['id'], open: false });
  expect(schema.fields).toMatchObject([
    { name: 'id', type: 'integer', required: false, readOnly: true },
    {
      name: 'code',
      type: 'text',
      required: true,
      nullable: false,
      maxLength: 20,
      nativeType: 'character varying(20)',
    },
    { name: 'price', type: 'decimal', required: false, precision: 12, scale: 2 },
    { name: 'size', type: 'enum', required: false, options: ['s', 'm'] },
    { name: 'twice', type: 'decimal', readOnly: true },
    { name: 'tags', type: 'list' },
  ]);
});

it('stops with the remedy when table and mapping do not fit', async () => {
  await database.query('create table plain (id int, email text)');
  await database.query('create unique index on plain (email) where id > 0');
  const missing = await failureOf(
    write(config({ table: 'plain', key: ['email'] }), [upsert({ email: 'a' })]),
  );
  expect(missing).toMatchObject({
    verdict: 'pause',
    code: 'destination.schema',
    pause: 'schema',
    path: 'key',
  });
  expect(missing.message).toContain('create unique index concurrently on "public"."plain" ("email")');
  await database.query('create unique index on plain (email)');
  const saved = config({ table: 'plain', key: ['email'] });
  const unknown = await failureOf(write(saved, [upsert({ email: 'a', colour: 'red' })]));
  expect(unknown).toMatchObject({ code: 'destination.schema', path: 'colour' });
  const computed = config({ table: 'forms', key: ['id'] });
  expect(await failureOf(write(computed, [upsert({ id: 1, code: 'x' })]))).toMatchObject({ path: 'id' });
  const nowhere = config({ table: 'nowhere', key: ['id'] });
  expect(await failureOf(write(nowhere, [upsert({ id: 1 })]))).toMatchObject({ code: 'destination.schema' });
});

it('changes some fields of rows that are there: columns that must be filled need not be sent, no row is made', async () => {
  await database.query(
    'create table partly (id int primary key, name text not null, city text not null, raw json)',
  );
  await database.query(`insert into partly values (1, 'Ann', 'Oslo', '{"a": 1}'), (2, 'Bob', 'Rome', null)`);
  const saved = config({ table: 'public.partly', key: ['id'] });
  const some = (record: DataRecord): WriteRecord => ({ ...upsert(record), partial: true });
  const batch = [
    some({ id: 1, city: 'Bergen' }),
    some({ id: '02', city: 'Rome' }),
    some({ id: 3, city: 'Ulm' }),
  ];
  expect(effects(await write(saved, batch))).toEqual(['updated', 'unchanged', 'unchanged']);
  expect(effects(await write(saved, [some({ id: 1, raw: { a: 1 } }), some({ id: 1 })]))).toEqual([
    'unchanged',
    'unchanged',
  ]);
  expect(effects(await write(saved, [some({ id: 1, city: null }), some({ id: 2, city: 'Bari' })]))).toEqual([
    'reject',
    'updated',
  ]);
  expect(await database.query('select id, name, city from partly order by id')).toEqual([
    { id: 1, name: 'Ann', city: 'Bergen' },
    { id: 2, name: 'Bob', city: 'Bari' },
  ]);
});

it('tells how the rows then are whoever asks, whatever a trigger and the defaults made of them', async () => {
  await database.query(`
    create table told (id bigint primary key, mail text, plan text not null default 'free', score numeric(6,2), tags text[]);
    create function lower_mail() returns trigger language plpgsql as $$ begin
      new.mail := lower(trim(new.mail)); return new; end $$;
    create trigger lower_mail before insert or update on told for each row execute function lower_mail()`);
  const saved = config({ table: 'told', key: ['id'], deletes: 'delete' });
  const ask = (record: DataRecord, more: Partial<WriteRecord> = {}): WriteRecord => ({
    ...upsert(record),
    asksBack: true,
    ...more,
  });
  const row = { id: '1', mail: 'ann@x.test', plan: 'free', score: '1.50', tags: ['a'] };
  expect(
    await write(saved, [ask({ id: '01', mail: ' Ann@X.test', score: 1.5, tags: ['a'] }), upsert({ id: 2 })]),
  ).toEqual([
    { status: 'ok', effect: 'created', returned: row },
    { status: 'ok', effect: 'created' },
  ]);
  expect(
    await write(saved, [
      ask({ id: 1, mail: 'BOB@x.test' }, { partial: true }),
      ask({ id: 2, plan: 'free' }, { partial: true }),
    ]),
  ).toEqual([
    { status: 'ok', effect: 'updated', returned: { ...row, mail: 'bob@x.test' } },
    { status: 'ok', effect: 'unchanged' },
  ]);
  expect(await write(saved, [ask({ id: 1 }, { op: 'delete' })])).toEqual([
    { status: 'ok', effect: 'deleted' },
  ]);
});

it('leaves a row alone that is no longer as it was looked at', async () => {
  await database.query(`
    create table watched (id int primary key, mail text, at timestamptz, score numeric, raw json, tags text[], seen float8);
    insert into watched select i, 'old', '2026-01-02 03:04:05.123456+02', 1.50, '{"b": 1, "a": 2}', '{x}', 0.1 from generate_series(1, 3) i`);
  const saved = config({ table: 'watched', key: ['id'] });
  const found = {
    mail: 'old',
    at: '2026-01-02T01:04:05.123456Z',
    score: '1.50',
    raw: { a: 2, b: 1 },
    tags: ['x'],
    seen: 0.1,
  };
  const change = (id: number, expects: DataRecord): WriteRecord => ({
    ...upsert({ ...found, id, mail: 'new' }),
    partial: true,
    expects: { id, ...expects },
  });
  const batch = [
    change(1, found),
    change(2, { ...found, mail: 'older' }),
    change(3, { ...found, score: null }),
  ];
  expect(effects(await write(saved, batch))).toEqual(['updated', 'unchanged', 'unchanged']);
  expect(await database.query('select id from watched where mail = $1', ['new'])).toEqual([{ id: 1 }]);
});
