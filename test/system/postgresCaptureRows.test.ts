import type { Change } from '@syncline/model';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type CaptureWorld, openCaptureWorld, untilMany } from '../harness/capturing.ts';
import { harvest } from '../harness/connectorContext.ts';
import type { TestDatabase } from '../harness/database.ts';
import { randomFrom } from '../harness/parsedConfig.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const folder = temporaryFolder();
let world: CaptureWorld;
let database: TestDatabase;

beforeAll(async () => {
  world = await openCaptureWorld(folder.path);
  database = world.database;
});

afterEach(() => world.giveBack());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

it('gives the same record by the stream, by a read and by a look at its key, for every type of column', async () => {
  await database.query(`create type shade as enum ('light', 'dark')`);
  await database.query('create domain code as varchar(9)');
  await database.query('create domain codes as text[]');
  await database.query(`create type pair as (a int, b text)`);
  await database.query(`create table every (region text, id bigint, b bool, small int2, i int4, n numeric(30,8), r float4, d float8,
    t text, v varchar(20), c char(5), x bytea, dt date, tm time, tz timestamptz, ts timestamp, iv interval, u uuid, j json,
    jb jsonb, ta text[], ia int8[], ba bytea[], e shade, ea shade[], dom code, doms codes, m money, net inet, rng int4range, p pair,
    "Odd ""name" text, "__proto__" text, primary key (region, id))`);
  const wanted = world.request('public.every');
  await using listening = await world.begin(wanted);
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
  const read = await harvest(world.source, world.here(), wanted.config, { pageRecords: 7 });
  const fetched = await world.source.fetch?.(
    world.here(),
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
  const wanted = world.request('public.toast');
  await using listening = await world.begin(wanted);
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
  const wanted = world.request('public.parted');
  await using listening = await world.begin(wanted);
  // What a row was when its table looked otherwise is asked for again, which is another promise: here each is met in time.
  await database.query(`insert into parted values (1, '2026-01-05')`);
  await untilMany(listening, 1);
  await database.query('alter table parted add column note text');
  await database.query(`insert into parted values (2, '2026-01-06', 'new')`);
  await untilMany(listening, 2);
  await database.query(
    `create table parted_b partition of parted for values from ('2026-02-01') to ('2026-03-01')`,
  );
  await database.query(`insert into parted values (3, '2026-02-06', 'other')`);
  await untilMany(listening, 3);
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
  const wanted = world.request('public.computed');
  await using listening = await world.begin(wanted);
  await database.query('insert into computed (id, a) values (1, 4)');
  await untilMany(listening, 1);
  const whole = listening.changes().map(({ record }) => record);
  const looked = await world.source.fetch?.(
    world.here(),
    wanted.config,
    listening.hints().map(({ key }) => key),
  );
  expect([...whole, ...(looked?.changes ?? []).map(({ record }) => record)]).toEqual([
    { id: 1, a: 4, twice: 8 },
  ]);
}, 60_000);
