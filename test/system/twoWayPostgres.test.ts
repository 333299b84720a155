import { setTimeout as sleep } from 'node:timers/promises';
import { failureRoutes, runRoutes } from '@syncline/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { publishFlow } from '../harness/flows.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const records = 250;
const edits = 1_000;

const folder = temporaryFolder();
let database: TestDatabase;
let web: SynclineProcess;
const worker = () =>
  startSyncline({ dataFolder: `${folder.path}/data`, databaseUrl: database.url, role: 'worker' });

/** Tables of two systems. Each notes who wrote which row; the shop lowers and trims what it is told. */
const tables = `
  create schema crm; create schema shop;
  create table crm.people (id bigint primary key, mail text not null, name text, plan text not null default 'free', note text,
    changed timestamptz not null default clock_timestamp());
  create table shop.customers (id bigint primary key, email text not null, full_name text, tier text, remark text,
    changed timestamptz not null default clock_timestamp());
  create table crm.writes (id bigint, who text); create table shop.writes (id bigint, who text);
  create function crm.note() returns trigger language plpgsql as $$ begin
    new.changed := clock_timestamp();
    insert into crm.writes values (new.id, coalesce(nullif(current_setting('app.who', true), ''), 'syncline'));
    return new; end $$;
  create function shop.note() returns trigger language plpgsql as $$ begin
    new.email := lower(trim(new.email)); new.changed := clock_timestamp();
    insert into shop.writes values (new.id, coalesce(nullif(current_setting('app.who', true), ''), 'syncline'));
    return new; end $$;
  create trigger note before insert or update on crm.people for each row execute function crm.note();
  create trigger note before insert or update on shop.customers for each row execute function shop.note();`;

const document = {
  syncline: 1,
  name: 'CRM and shop hold the same',
  nodes: {
    crm: { type: 'postgres.sync', connection: 'database', config: { table: 'crm.people', check: 'never' } },
    shop: {
      type: 'postgres.sync',
      connection: 'database',
      config: { table: 'shop.customers', check: 'never' },
    },
    equal: {
      type: 'link',
      config: {
        sideA: 'crm',
        sideB: 'shop',
        fields: [
          { a: 'mail', b: 'email', wins: 'latest' },
          { a: 'name', b: 'full_name', wins: 'latest' },
          { a: 'plan', b: 'tier', wins: 'a' },
          { a: 'note', b: 'remark', wins: 'manual' },
        ],
        changedAtA: 'changed',
        changedAtB: 'changed',
      },
    },
    'to-crm': {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: 'crm.people', key: ['id'], deletes: 'delete' },
    },
    'to-shop': {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: 'shop.customers', key: ['id'], deletes: 'delete' },
    },
  },
  edges: [
    ['crm', 'equal'],
    ['shop', 'equal'],
    ['equal', 'to-crm', 'to-a'],
    ['equal', 'to-shop', 'to-b'],
  ],
};

beforeAll(async () => {
  database = await startDatabase(folder.path);
  await database.query(tables);
  await database.query(`set app.who = 'person'`);
  web = await startSyncline({
    dataFolder: `${folder.path}/data`,
    databaseUrl: database.url,
    role: 'web',
  });
});
afterAll(async () => {
  await web[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Records that differ by more than the spelling of the shop, or that one side does not have. */
const differing = async (): Promise<number> => {
  const [found] = await database.query<{ n: number }>(
    `select count(*)::int as n from crm.people a full join shop.customers b using (id)
     where a.id is null or b.id is null or lower(trim(a.mail)) <> b.email
       or a.name is distinct from b.full_name or a.plan is distinct from b.tier`,
  );
  return found?.n ?? -1;
};

const writesOf = async (schema: string, who: string): Promise<Map<number, number>> => {
  const found = await database.query<{ id: string; n: number }>(
    `select id, count(*)::int as n from ${schema}.writes where who = $1 group by id`,
    [who],
  );
  return new Map(found.map(({ id, n }) => [Number(id), n]));
};

const total = (writes: Map<number, number>) => [...writes.values()].reduce((sum, n) => sum + n, 0);

/** Equal, and nobody has written anything for two seconds. */
const atRest = async (ms = 90_000) => {
  let last = -1;
  await waitFor(
    'both sides to be equal and at rest',
    async () => {
      const written = total(await writesOf('crm', 'syncline')) + total(await writesOf('shop', 'syncline'));
      const isSame = written === last;
      last = written;
      return isSame && (await differing()) === 0;
    },
    ms,
    2_000,
  );
};

let random = 7;
/** The same row of numbers each time. */
const draw = (below: number): number => {
  random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (random >>> 8) % below;
};

it('brings two tables together that each had records, and tells each side only what it lacks', async () => {
  await database.query(
    `insert into crm.people (id, mail, name) select i, ' P' || i || '@Example.test', 'Person ' || i from generate_series(1, ${records - 50}) i`,
  );
  // Fifty are in both already, the last fifty in the shop alone.
  await database.query(
    `insert into shop.customers (id, email, full_name, tier) select i, 'p' || i || '@example.test', 'Person ' || i, 'free' from generate_series(${records - 99}, ${records}) i`,
  );
  await database.query('truncate crm.writes, shop.writes');
  await using _worker = await worker();
  await publishFlow(web.api, document, { database: 'database' });
  await atRest();
  expect(total(await writesOf('crm', 'syncline'))).toBe(50);
  // The fifty in both are spelled differently: the shop is told the CRM's spelling, which changes nothing there.
  expect(total(await writesOf('shop', 'syncline'))).toBeLessThanOrEqual(records - 50);
}, 180_000);

it(`comes to rest after ${edits} edits on both sides, with at most one more write per edit and side, though its worker is killed`, async () => {
  await database.query('truncate crm.writes, shop.writes');
  const first = await worker();
  for (let edit = 0; edit < edits; edit += 1) {
    const id = 1 + draw(records);
    const name = draw(2) === 0;
    const [text, values] =
      draw(2) === 0
        ? [
            name
              ? 'update crm.people set name = $2 where id = $1'
              : 'update crm.people set mail = $2, plan = $3 where id = $1',
            name ? [id, `Name ${edit}`] : [id, `Mail${edit}@Example.test `, `plan ${edit}`],
          ]
        : [
            name
              ? 'update shop.customers set full_name = $2 where id = $1'
              : 'update shop.customers set email = $2, tier = $3 where id = $1',
            name ? [id, `Shop name ${edit}`] : [id, ` MAIL${edit}@shop.test`, 'not for the shop to say'],
          ];
    await database.query(text, values);
    if (edit === edits / 2) await first.kill();
    if (edit % 20 === 0) await sleep(20);
  }
  await using _second = await worker();
  await atRest();
  const people = { crm: await writesOf('crm', 'person'), shop: await writesOf('shop', 'person') };
  const ours = { crm: await writesOf('crm', 'syncline'), shop: await writesOf('shop', 'syncline') };
  for (const side of ['crm', 'shop'] as const)
    for (const [id, n] of ours[side])
      expect(n, `writes of record ${id} in ${side}`).toBeLessThanOrEqual(
        (people.crm.get(id) ?? 0) + (people.shop.get(id) ?? 0) + 1,
      );
  const [open] = await database.query<{ n: number }>(
    `select count(*)::int as n from syncline.dead_letter where state = 'open'`,
  );
  expect(open?.n).toBe(0);
}, 240_000);

it('deletes on the other side what was deleted on one', async () => {
  await using _worker = await worker();
  await database.query('delete from crm.people where id <= 5');
  await database.query('delete from shop.customers where id between 6 and 10');
  await waitFor('the deletes to arrive', async () => {
    const [left] = await database.query<{ n: number }>(
      'select (select count(*) from crm.people where id <= 10) + (select count(*) from shop.customers where id <= 10) as n',
    );
    return Number(left?.n) === 0;
  });
  await atRest();
}, 120_000);

it('asks a person once where both sides say another thing, and is done when they agree or one has decided', async () => {
  const edit = async (id: number, note: string, remark: string) => {
    await database.query('update crm.people set note = $2 where id = $1', [id, note]);
    await database.query('update shop.customers set remark = $2 where id = $1', [id, remark]);
  };
  const open = async () =>
    (await web.api(runRoutes.listDeadLetters, { query: { code: 'link.conflict' } })).items;
  const notes = async (id: number) =>
    database.query('select note, remark from crm.people join shop.customers using (id) where id = $1', [id]);
  // Nobody works yet, so both are changed before anybody looks.
  await edit(21, 'from the CRM', 'from the shop');
  await edit(22, 'old customer', 'new customer');
  await using _worker = await worker();
  const letters = await waitFor('two questions', async () => {
    const found = await open();
    return found.length === 2 && found;
  });
  expect(letters[0]).toMatchObject({ node: 'equal', outcome: 'parked', field: 'note' });
  expect(await notes(21)).toEqual([{ note: 'from the CRM', remark: 'from the shop' }]);
  await database.query(`update shop.customers set remark = 'from the CRM' where id = 21`);
  const [left] = await waitFor('the first to be closed by itself', async () => {
    const found = await open();
    return found.length === 1 && found;
  });
  const letter = await web.api(failureRoutes.getDeadLetter, { params: { id: left?.id ?? '' } });
  expect(letter).toMatchObject({ key: '22', mapped: { note: { a: 'old customer', b: 'new customer' } } });
  // As the side had it that the question came from: its field is called note or remark.
  const input = letter.input as Record<string, unknown>;
  const field = 'note' in input ? 'note' : 'remark';
  await web.api(failureRoutes.editDeadLetter, {
    params: { id: letter.id },
    body: { input: { ...input, [field]: 'good customer' } },
  });
  await web.api(failureRoutes.replayDeadLetters, { body: { ids: [letter.id] } });
  await waitFor('the decision to be on both sides', async () => {
    const [row] = await notes(22);
    return row?.note === 'good customer' && row.remark === 'good customer';
  });
  await waitFor('an empty list', async () => (await open()).length === 0);
  await atRest();
}, 120_000);
