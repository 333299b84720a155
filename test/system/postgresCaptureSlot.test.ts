import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type CaptureWorld, openCaptureWorld, untilMany } from '../harness/capturing.ts';
import type { TestDatabase } from '../harness/database.ts';
import { failureOf } from '../harness/parsedConfig.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

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

it('confirms what is stored, passes the head of a quiet table, and lets the log go while others write', async () => {
  await database.query('create table quiet (id int primary key)');
  await database.query('create table noise (id serial primary key, t text)');
  const wanted = world.request('public.quiet');
  await using listening = await world.begin(wanted);
  const head = await world.capture.head(world.here(), wanted);
  await waitFor('the head', async () => world.capture.hasReached(listening.position(), head), 10_000, 20);
  await database.query(`insert into noise (t) select repeat('z', 1000) from generate_series(1, 20000)`);
  expect((await world.capture.lag(world.here(), wanted)) ?? 0).toBeGreaterThan(1_000_000);
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
  const wanted = world.request('public.first');
  const slot = `syncline_${wanted.captureId}`;
  const { position } = await world.capture.prepare(world.here(), wanted, null);
  expect((await world.capture.prepare(world.here(), wanted, position)).continued).toBe(true);
  await database.query('select pg_drop_replication_slot($1)', [slot]);
  const anew = await world.capture.prepare(world.here(), wanted, position);
  expect(anew.continued).toBe(false);
  await database.query(`drop publication ${slot}`);
  const again = await world.capture.prepare(world.here(), wanted, anew.position);
  expect(again.continued).toBe(false);
  const other = { ...wanted, config: world.config('public.second') };
  const moved = await world.capture.prepare(world.here(), other, again.position);
  expect(moved.continued).toBe(false);
  await using listening = world.listen(other, moved.position);
  await database.query('insert into first values (1)');
  await database.query('insert into second values (2)');
  await untilMany(listening, 1);
  expect(listening.changes().map(({ key, stream }) => [stream, key])).toEqual([['public.second', '2']]);
}, 60_000);

it('takes the slot over from a holder that hangs, and removes all it made, twice if asked', async () => {
  await database.query('create table held (id int primary key)');
  const wanted = world.request('public.held');
  const listening = await world.begin(wanted);
  const next = await world.capture.prepare(world.here(), wanted, listening.position());
  expect(next.continued).toBe(true);
  await expect(listening.ended).rejects.toThrow();
  await using _ = world.listen(wanted, next.position);
  await world.capture.drop(world.here(), wanted);
  await world.capture.drop(world.here(), wanted);
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
    const failure = await failureOf(
      world.capture.prepare(world.here({}, connection), world.request(table), null),
    );
    expect([failure.verdict, failure.code]).toEqual(['pause', 'source.capture']);
    return failure.message;
  };
  expect(await said('public.keyless')).toContain('ADD PRIMARY KEY');
  expect(await said('public.mute')).toContain('ALTER TABLE mute REPLICA IDENTITY DEFAULT;');
  expect(await said('public.owned', plain)).toMatch(
    /CREATE PUBLICATION "syncline_t\d+" FOR TABLE "public"."owned"/,
  );
  // As the message says: an administrator makes it.
  const wanted = world.request('public.owned');
  const failure = await failureOf(world.capture.prepare(world.here({}, plain), wanted, null));
  await database.query(/run: (.*);$/.exec(failure.message)?.[1] ?? '');
  expect((await failureOf(world.capture.prepare(world.here({}, plain), wanted, null))).message).toContain(
    'ALTER ROLE "plain" REPLICATION;',
  );
  await database.query('alter role plain replication');
  expect((await world.capture.prepare(world.here({}, plain), wanted, null)).continued).toBe(false);
  await world.capture.drop(world.here({}, plain), wanted);
}, 60_000);
