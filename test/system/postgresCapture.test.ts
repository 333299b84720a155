import { compareVersions } from '@syncline/model';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type CaptureWorld, openCaptureWorld, untilMany } from '../harness/capturing.ts';
import { harvest } from '../harness/connectorContext.ts';
import type { TestDatabase } from '../harness/database.ts';
import { randomFrom } from '../harness/parsedConfig.ts';
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

it('tells of creates, updates, deletes and changed keys in order of commit, each transaction whole', async () => {
  await database.query('create table orders (id int primary key, note text)');
  const wanted = world.request('public.orders');
  await using listening = await world.begin(wanted);
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
  const wanted = world.request('public.kills');
  const random = randomFrom(7);
  let { position } = await world.capture.prepare(world.here(), wanted, null);
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
    const start = await world.capture.prepare(world.here(), wanted, position);
    expect(start.continued).toBe(true);
    const listening = world.listen(wanted, start.position, 2 + random(3));
    await Promise.race([
      listening.ended.catch(() => undefined),
      waitFor('all', async () => seen.length + listening.events.length >= written, 10_000, 5),
    ]);
    await listening[Symbol.asyncDispose]();
    seen.push(...listening.changes().map(({ key }) => key));
    position = listening.position();
  }
  await using last = world.listen(wanted, position);
  await waitFor('the rest', async () => seen.length + last.events.length >= written, 20_000, 20);
  seen.push(...last.changes().map(({ key }) => key));
  expect(seen).toEqual(Array.from({ length: written }, (_, at) => String(at + 1)));
}, 120_000);

it('hands a large transaction over in pieces and goes on inside it', async () => {
  await database.query('create table large (id int primary key, note text)');
  const wanted = world.request('public.large');
  const { position } = await world.capture.prepare(world.here(), wanted, null);
  await database.query(`insert into large select i, repeat('x', 100) from generate_series(1, 20000) i`);
  const first = world.listen(wanted, position, 4);
  await first.ended.catch(() => undefined);
  expect(first.takes.length).toBe(3);
  const start = await world.capture.prepare(world.here(), wanted, first.position());
  await using second = world.listen(wanted, start.position);
  await Promise.race([untilMany(second, 20_000 - first.events.length), second.ended]);
  const keys = [...first.changes(), ...second.changes()].map(({ key }) => Number(key));
  expect(keys).toEqual(Array.from({ length: 20_000 }, (_, at) => at + 1));
}, 60_000);

it('sets a row that was read against an event by what the reader could see', async () => {
  await database.query('create table seen (id int primary key, n int)');
  await database.query('insert into seen values (1, 0)');
  const wanted = world.request('public.seen');
  await using listening = await world.begin(wanted);
  await database.query('update seen set n = 1 where id = 1');
  const [before] = (await harvest(world.source, world.here(), wanted.config)).changes;
  await database.query('update seen set n = 2 where id = 1');
  await untilMany(listening, 2);
  const [first, second] = listening.changes();
  if (!first || !second || !before) throw new Error('changes are missing');
  expect(compareVersions(before.version, first.version)).toBe('newer');
  expect(compareVersions(second.version, before.version)).toBe('newer');
  const again = await world.source.fetch?.(world.here(), wanted.config, ['1', '77', 'no number']);
  expect(again?.absent).toEqual(['77', 'no number']);
  expect(again?.changes[0]?.record).toEqual({ id: 1, n: 2 });
  expect(compareVersions(again?.changes[0]?.version as never, second.version)).toBe('newer');
  expect(compareVersions(again?.version as never, second.version)).toBe('newer');
}, 60_000);

it('turns TRUNCATE into a look at everything', async () => {
  await database.query('create table emptied (id int primary key)');
  const wanted = world.request('public.emptied');
  await using listening = await world.begin(wanted);
  await database.query('insert into emptied values (1)');
  await database.query('truncate emptied');
  await untilMany(listening, 2);
  expect(listening.events.map(({ kind, key }) => [kind, key])).toEqual([
    ['change', '1'],
    ['resync', null],
  ]);
}, 60_000);
