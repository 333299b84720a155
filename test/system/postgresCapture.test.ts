import { postgresConnector } from '@syncline/connectors';
import {
  type CapturedEvent,
  type CaptureRequest,
  type Change,
  compareVersions,
  type Hint,
  type Token,
} from '@syncline/model';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { connectorContext, harvest, sourceOf } from '../harness/connectorContext.ts';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { failureOf, parsedConfig, randomFrom } from '../harness/parsedConfig.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const type = 'postgres.sync';
const capture = postgresConnector.captures?.[type] ?? raise();
const intake = postgresConnector.intakes[type] ?? raise();
const source = sourceOf(postgresConnector, type);
const folder = temporaryFolder();
let database: TestDatabase;

function raise(): never {
  throw new Error('postgres.sync has no capture');
}

beforeAll(async () => {
  database = await startDatabase(folder.path);
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const config = (table: string) => parsedConfig(postgresConnector, type, { table });
const here = (parts = {}, connection: Record<string, unknown> = { url: database.url }) =>
  connectorContext(connection, parts);

let captures = 0;
function request(table: string): CaptureRequest {
  captures += 1;
  return { config: config(table), captureId: `t${captures}` };
}

interface Listening extends AsyncDisposable {
  events: CapturedEvent[];
  takes: number[];
  changes(): Change[];
  hints(): Hint[];
  position(): Token;
  ended: Promise<void>;
}

/** Listens as the server does, and keeps what comes. `dieAt`: fails that take, as a process that is killed does. */
function listen(wanted: CaptureRequest, from: Token, dieAt = Infinity): Listening {
  const stop = new AbortController();
  const events: CapturedEvent[] = [];
  const takes: number[] = [];
  let position = from;
  const ended = capture.listen(here({ signal: stop.signal }), wanted, from, async (more, to) => {
    if (takes.length + 1 >= dieAt) throw new Error('killed');
    takes.push(more.length);
    events.push(...more);
    position = to;
  });
  ended.catch(() => undefined);
  const decoded = () =>
    events.map(({ body }, at) =>
      intake.decode(
        { method: 'CAPTURE', headers: new Map(), body },
        {},
        { eventId: `${at}`, receivedTs: '' },
      ),
    );
  return {
    events,
    takes,
    ended,
    position: () => position,
    changes: () => decoded().flatMap(({ changes }) => changes),
    hints: () => decoded().flatMap(({ hints = [] }) => hints),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended.catch(() => undefined);
    },
  };
}

/** A server has few slots, so each test gives its own back. */
afterEach(async () => {
  while (captures > 0) {
    await capture.drop(here(), { config: {}, captureId: `t${captures}` });
    captures -= 1;
  }
});

async function begin(wanted: CaptureRequest) {
  const start = await capture.prepare(here(), wanted, null);
  expect(start.continued).toBe(false);
  return { listening: listen(wanted, start.position) };
}

const untilMany = (listening: Listening, count: number) =>
  waitFor(`${count} events`, async () => listening.events.length >= count, 20_000, 10);

it('tells of creates, updates, deletes and changed keys in order of commit, each transaction whole', async () => {
  await database.query('create table orders (id int primary key, note text)');
  const wanted = request('public.orders');
  const { listening } = await begin(wanted);
  await using _ = listening;
  await database.query('begin');
  await database.query(`insert into orders values (1, 'a'), (2, 'b')`);
  await database.query(`update orders set note = 'a2' where id = 1`);
  await database.query('commit');
  await database.query('update orders set id = 3 where id = 2');
  await database.query('delete from orders where id = 1');
  await untilMany(listening, 6);
  const changes = listening.changes();
  expect(changes.map(({ op, key, record }) => [op, key, record.note])).toEqual([
    ['upsert', '1', 'a'],
    ['upsert', '2', 'b'],
    ['upsert', '1', 'a2'],
    ['delete', '2', undefined],
    ['upsert', '3', 'b'],
    ['delete', '1', undefined],
  ]);
  for (let at = 1; at < changes.length; at += 1)
    expect(compareVersions(changes[at - 1]?.version as never, changes[at]?.version as never)).toBe('older');
  expect(changes[0]?.stream).toBe('public.orders');
  expect(changes.every(({ sourceTs }) => Math.abs(Date.parse(sourceTs ?? '') - Date.now()) < 60_000)).toBe(
    true,
  );
}, 60_000);

it('goes on where it was stored, without a gap or a repeat, however often it is killed', async () => {
  await database.query('create table kills (id int primary key, n int)');
  const wanted = request('public.kills');
  const random = randomFrom(7);
  let { position } = await capture.prepare(here(), wanted, null);
  const seen: string[] = [];
  let written = 0;
  for (let round = 0; round < 12; round += 1) {
    for (let transaction = 0; transaction < 20; transaction += 1) {
      const many = 1 + random(5);
      await database.query('insert into kills select $1 + i, 0 from generate_series(1, $2) i', [
        written,
        many,
      ]);
      written += many;
    }
    const start = await capture.prepare(here(), wanted, position);
    expect(start.continued).toBe(true);
    const listening = listen(wanted, start.position, 2 + random(3));
    await Promise.race([
      listening.ended.catch(() => undefined),
      waitFor('all', async () => seen.length + listening.events.length >= written, 10_000, 5),
    ]);
    await listening[Symbol.asyncDispose]();
    seen.push(...listening.changes().map(({ key }) => key));
    position = listening.position();
  }
  await using last = listen(wanted, position);
  await waitFor('the rest', async () => seen.length + last.events.length >= written, 20_000, 20);
  seen.push(...last.changes().map(({ key }) => key));
  expect(seen).toEqual(Array.from({ length: written }, (_, at) => String(at + 1)));
}, 120_000);

it('hands a large transaction over in pieces and goes on inside it', async () => {
  await database.query('create table large (id int primary key, note text)');
  const wanted = request('public.large');
  const { position } = await capture.prepare(here(), wanted, null);
  await database.query(`insert into large select i, repeat('x', 100) from generate_series(1, 20000) i`);
  const first = listen(wanted, position, 4);
  await first.ended.catch(() => undefined);
  expect(first.takes.length).toBe(3);
  const start = await capture.prepare(here(), wanted, first.position());
  await using second = listen(wanted, start.position);
  await Promise.race([untilMany(second, 20_000 - first.events.length), second.ended]);
  const keys = [...first.changes(), ...second.changes()].map(({ key }) => Number(key));
  expect(keys).toEqual(Array.from({ length: 20_000 }, (_, at) => at + 1));
}, 60_000);

it('sets a row that was read against an event by what the reader could see', async () => {
  await database.query('create table seen (id int primary key, n int)');
  await database.query('insert into seen values (1, 0)');
  const wanted = request('public.seen');
  const { listening } = await begin(wanted);
  await using _ = listening;
  await database.query('update seen set n = 1 where id = 1');
  const [before] = (await harvest(source, here(), wanted.config)).changes;
  await database.query('update seen set n = 2 where id = 1');
  await untilMany(listening, 2);
  const [first, second] = listening.changes();
  if (!first || !second || !before) throw new Error('changes are missing');
  expect(compareVersions(before.version, first.version)).toBe('newer');
  expect(compareVersions(second.version, before.version)).toBe('newer');
  const again = await source.fetch?.(here(), wanted.config, ['1', '77', 'no number']);
  expect(again?.absent).toEqual(['77', 'no number']);
  expect(again?.changes[0]?.record).toEqual({ id: 1, n: 2 });
  expect(compareVersions(again?.changes[0]?.version as never, second.version)).toBe('newer');
  expect(compareVersions(again?.version as never, second.version)).toBe('newer');
}, 60_000);

it('gives the same record by the stream, by a read and by a look at its key, for every type of column', async () => {
  await database.query(`create type shade as enum ('light', 'dark')`);
  await database.query('create domain code as varchar(9)');
  await database.query('create domain codes as text[]');
  await database.query(`create type pair as (a int, b text)`);
  await database.query(`create table every (region text, id bigint, b bool, small int2, i int4, n numeric(30,8), r float4, d float8,
    t text, v varchar(20), c char(5), x bytea, dt date, tm time, tz timestamptz, ts timestamp, iv interval, u uuid, j json,
    jb jsonb, ta text[], ia int8[], ba bytea[], e shade, ea shade[], dom code, doms codes, m money, net inet, rng int4range, p pair,
    "Odd ""name" text, "__proto__" text, primary key (region, id))`);
  const wanted = request('public.every');
  const { listening } = await begin(wanted);
  await using _ = listening;
  const random = randomFrom(11);
  const text = () => ['', 'Ünï"cødé', "o'\\n", '{x,y}', 'NULL', 'é漢字🙂'][random(6)];
  for (let id = 1; id <= 60; id += 1) {
    const some = <T>(value: T): T | null => (random(5) === 0 ? null : value);
    await database.query(
      `insert into every values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, row($5::int, $9::text)::pair, $31, $32)`,
      [
        `r${text()}`,
        `${9_007_199_254_740_990n + BigInt(id)}`,
        some(random(2) === 1),
        some(random(30_000)),
        some(-random(2 ** 31)),
        some(`${random(10 ** 9)}.${random(10 ** 8)}`),
        some(['NaN', 'Infinity', '1e-20', '0.1', '-0'][random(5)]),
        some(['-Infinity', '1e300', '0.30000000000000004'][random(3)]),
        some(text()),
        some(text()),
        some('ab'),
        some(Buffer.from([random(256), 0, 255])),
        some(['2024-02-29', 'infinity', '0044-03-15 BC', '12000-01-01'][random(4)]),
        some('03:04:05.6'),
        some(
          ['2026-01-02 03:04:05.678901+02', 'infinity', '1850-01-01 00:00:00 LMT'.slice(0, 19)][random(3)],
        ),
        some(['2026-10-25 02:30:00.5', '-infinity'][random(2)]),
        some('1 year 2 mons 3 days 04:05:06.7'),
        some('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
        some('{"b": 12345678901234567890, "a": [1.10, null]}'),
        some('{"deep": {"x": 1e400}}'),
        some([text(), null, text()]),
        some(['9007199254740993', null]),
        some([Buffer.from('hé')]),
        some(['light', 'dark'][random(2)]),
        some(['light', null]),
        some('short'),
        some(['a', 'b"c']),
        some('12.34'),
        some('10.0.0.1/8'),
        some('[1,5)'),
        some(text()),
        some('plain'),
      ],
    );
  }
  await untilMany(listening, 60);
  const read = await harvest(source, here(), wanted.config, { pageRecords: 7 });
  const fetched = await source.fetch?.(
    here(),
    wanted.config,
    read.changes.map(({ key }) => key),
  );
  expect(fetched?.absent).toEqual([]);
  const byKey = (changes: readonly Change[]) =>
    Object.fromEntries(changes.map(({ key, record }) => [key, JSON.parse(JSON.stringify(record))]));
  expect(byKey(read.changes)).toEqual(byKey(listening.changes()));
  expect(byKey(fetched?.changes ?? [])).toEqual(byKey(listening.changes()));
  expect(Object.keys(byKey(read.changes))).toHaveLength(60);
}, 60_000);

it('asks to look again where the log does not bring the whole row', async () => {
  await database.query('create table toast (id int primary key, small text, large text)');
  await database.query('alter table toast alter large set storage external');
  const large = 'y'.repeat(20_000);
  await database.query('insert into toast values (1, $1, $2)', ['a', large]);
  const wanted = request('public.toast');
  const { listening } = await begin(wanted);
  await using _ = listening;
  await database.query(`update toast set small = 'b'`);
  await untilMany(listening, 1);
  expect(listening.changes()).toEqual([]);
  expect(listening.hints().map(({ key, stream }) => [stream, key])).toEqual([['public.toast', '1']]);
  await database.query('alter table toast replica identity full');
  await database.query(`update toast set small = 'c'`);
  await database.query('delete from toast');
  await untilMany(listening, 3);
  expect(listening.changes().map(({ op, record }) => [op, record.small, record.large])).toEqual([
    ['upsert', 'c', large],
    ['delete', 'c', large],
  ]);
}, 60_000);

it('follows columns that come and go, computed ones and partitions', async () => {
  await database.query(
    `create table parted (id int, day date, primary key (id, day)) partition by range (day)`,
  );
  await database.query(
    `create table parted_a partition of parted for values from ('2026-01-01') to ('2026-02-01')`,
  );
  const wanted = request('public.parted');
  const { listening } = await begin(wanted);
  await using _ = listening;
  await database.query(`insert into parted values (1, '2026-01-05')`);
  await database.query('alter table parted add column note text');
  await database.query(`insert into parted values (2, '2026-01-06', 'new')`);
  await database.query(
    `create table parted_b partition of parted for values from ('2026-02-01') to ('2026-03-01')`,
  );
  await database.query(`insert into parted values (3, '2026-02-06', 'other')`);
  await database.query('alter table parted drop column note');
  await database.query(`insert into parted values (4, '2026-02-07')`);
  await untilMany(listening, 4);
  expect(listening.changes().map(({ key, record }) => [key, record.note])).toEqual([
    ['["1","2026-01-05"]', undefined],
    ['["2","2026-01-06"]', 'new'],
    ['["3","2026-02-06"]', 'other'],
    ['["4","2026-02-07"]', undefined],
  ]);
}, 60_000);

it('brings computed columns too, or asks to look again', async () => {
  await database.query(
    'create table computed (id int primary key, a int, twice int generated always as (a * 2) stored)',
  );
  const wanted = request('public.computed');
  const { listening } = await begin(wanted);
  await using _ = listening;
  await database.query('insert into computed (id, a) values (1, 4)');
  await untilMany(listening, 1);
  const whole = listening.changes().map(({ record }) => record);
  const looked = await source.fetch?.(
    here(),
    wanted.config,
    listening.hints().map(({ key }) => key),
  );
  expect([...whole, ...(looked?.changes ?? []).map(({ record }) => record)]).toEqual([
    { id: 1, a: 4, twice: 8 },
  ]);
}, 60_000);

it('turns TRUNCATE into a look at everything', async () => {
  await database.query('create table emptied (id int primary key)');
  const wanted = request('public.emptied');
  const { listening } = await begin(wanted);
  await using _ = listening;
  await database.query('insert into emptied values (1)');
  await database.query('truncate emptied');
  await untilMany(listening, 2);
  expect(listening.events.map(({ kind, key }) => [kind, key])).toEqual([
    ['change', '1'],
    ['resync', null],
  ]);
}, 60_000);

it('confirms what is stored, passes the head of a quiet table, and lets the log go while others write', async () => {
  await database.query('create table quiet (id int primary key)');
  await database.query('create table noise (id serial primary key, t text)');
  const wanted = request('public.quiet');
  const { listening } = await begin(wanted);
  await using _ = listening;
  const head = await capture.head(here(), wanted);
  await waitFor('the head', async () => capture.hasReached(listening.position(), head), 10_000, 20);
  await database.query(`insert into noise (t) select repeat('z', 1000) from generate_series(1, 20000)`);
  expect((await capture.lag(here(), wanted)) ?? 0).toBeGreaterThan(1_000_000);
  await waitFor(
    'the log to be let go',
    async () => {
      await database.query('checkpoint');
      const [slot] = await database.query<{ behind: string }>(
        `select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::text as behind from pg_replication_slots
         where slot_name = 'syncline_${wanted.captureId}'`,
      );
      return Number(slot?.behind) < 100_000;
    },
    45_000,
    500,
  );
  expect(listening.events).toEqual([]);
}, 90_000);

it('begins anew, and says so, when the slot or the publication is gone or the table is another', async () => {
  await database.query('create table first (id int primary key)');
  await database.query('create table second (id int primary key)');
  const wanted = request('public.first');
  const slot = `syncline_${wanted.captureId}`;
  const { position } = await capture.prepare(here(), wanted, null);
  expect((await capture.prepare(here(), wanted, position)).continued).toBe(true);
  await database.query('select pg_drop_replication_slot($1)', [slot]);
  const anew = await capture.prepare(here(), wanted, position);
  expect(anew.continued).toBe(false);
  await database.query(`drop publication ${slot}`);
  const again = await capture.prepare(here(), wanted, anew.position);
  expect(again.continued).toBe(false);
  const other = { ...wanted, config: config('public.second') };
  const moved = await capture.prepare(here(), other, again.position);
  expect(moved.continued).toBe(false);
  await using listening = listen(other, moved.position);
  await database.query('insert into first values (1)');
  await database.query('insert into second values (2)');
  await untilMany(listening, 1);
  expect(listening.changes().map(({ key, stream }) => [stream, key])).toEqual([['public.second', '2']]);
}, 60_000);

it('takes the slot over from a holder that hangs, and removes all it made, twice if asked', async () => {
  await database.query('create table held (id int primary key)');
  const wanted = request('public.held');
  const { listening } = await begin(wanted);
  const head = await capture.head(here(), wanted);
  await waitFor('the head', async () => capture.hasReached(listening.position(), head), 10_000, 20);
  const next = await capture.prepare(here(), wanted, listening.position());
  expect(next.continued).toBe(true);
  await expect(listening.ended).rejects.toThrow();
  await using _ = listen(wanted, next.position);
  await capture.drop(here(), wanted);
  await capture.drop(here(), wanted);
  const left = await database.query(
    `select slot_name as name from pg_replication_slots where slot_name = $1 union select pubname from pg_publication where pubname = $1`,
    [`syncline_${wanted.captureId}`],
  );
  expect(left).toEqual([]);
}, 60_000);

it('says which statement to run when rights, key or identity are missing', async () => {
  await database.query(`create role plain login password 'plain'`);
  await database.query('create table owned (id int primary key)');
  await database.query('create table keyless (id int)');
  await database.query('create table mute (id int primary key)');
  await database.query('alter table mute replica identity nothing');
  await database.query('grant select on owned to plain');
  const { host, pathname } = new URL(database.url);
  const plain = { url: `postgres://plain:plain@${host}${pathname}` };
  const said = async (table: string, connection?: Record<string, unknown>) => {
    const failure = await failureOf(capture.prepare(here({}, connection), request(table), null));
    expect([failure.verdict, failure.code]).toEqual(['pause', 'source.capture']);
    return failure.message;
  };
  expect(await said('public.keyless')).toContain('ADD PRIMARY KEY');
  expect(await said('public.mute')).toContain('ALTER TABLE mute REPLICA IDENTITY DEFAULT;');
  expect(await said('public.owned', plain)).toMatch(
    /CREATE PUBLICATION "syncline_t\d+" FOR TABLE "public"."owned"/,
  );
  // As the message says: an administrator makes it.
  const wanted = request('public.owned');
  const failure = await failureOf(capture.prepare(here({}, plain), wanted, null));
  await database.query(/run: (.*);$/.exec(failure.message)?.[1] ?? '');
  expect((await failureOf(capture.prepare(here({}, plain), wanted, null))).message).toContain(
    'ALTER ROLE "plain" REPLICATION;',
  );
  await database.query('alter role plain replication');
  expect((await capture.prepare(here({}, plain), wanted, null)).continued).toBe(false);
  await capture.drop(here({}, plain), wanted);
}, 60_000);
