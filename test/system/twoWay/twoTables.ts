import { startDatabase, type TestDatabase } from '../../harness/database.ts';
import { type SynclineProcess, startSyncline } from '../../harness/serverProcess.ts';
import { temporaryFolder } from '../../harness/temporaryFolder.ts';
import { waitFor } from '../../harness/waitFor.ts';

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

/** A link between the two tables, which has its say in so many parts. */
export const document = (parts = 1) => ({
  syncline: 1,
  name: 'CRM and shop hold the same',
  settings: { parts },
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
});

type Side = 'crm' | 'shop';

/** Two tables that a link keeps equal, and what is seen of them from outside. */
export interface TwoTables extends AsyncDisposable {
  database: TestDatabase;
  web: SynclineProcess;
  startWorker(): Promise<SynclineProcess>;
  /** Writes by record. */
  writesOf(side: Side, who: 'person' | 'syncline'): Promise<Map<number, number>>;
  /** Waits until both are equal and nobody has written anything for two seconds. */
  atRest(ms?: number): Promise<void>;
  forgetWrites(): Promise<unknown>;
  openLetters(): Promise<number>;
}

/** Edits by this connection are those of a person. */
export async function openTwoTables(): Promise<TwoTables> {
  const folder = temporaryFolder();
  const database = await startDatabase(folder.path);
  await database.query(tables);
  await database.query(`set app.who = 'person'`);
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  const web = await startSyncline({ ...options, role: 'web' });

  /** Records that differ by more than the spelling of the shop, or that one side does not have. */
  const differing = async (): Promise<number> => {
    const [found] = await database.query<{ n: number }>(
      `select count(*)::int as n from crm.people a full join shop.customers b using (id)
       where a.id is null or b.id is null or lower(trim(a.mail)) <> b.email
         or a.name is distinct from b.full_name or a.plan is distinct from b.tier`,
    );
    return found?.n ?? -1;
  };
  const writesOf: TwoTables['writesOf'] = async (side, who) => {
    const found = await database.query<{ id: string; n: number }>(
      `select id, count(*)::int as n from ${side}.writes where who = $1 group by id`,
      [who],
    );
    return new Map(found.map(({ id, n }) => [Number(id), n]));
  };
  return {
    database,
    web,
    startWorker: () => startSyncline({ ...options, role: 'worker' }),
    writesOf,
    atRest: async (ms = 90_000) => {
      let last = -1;
      await waitFor(
        'both sides to be equal and at rest',
        async () => {
          const written =
            totalOf(await writesOf('crm', 'syncline')) + totalOf(await writesOf('shop', 'syncline'));
          const isSame = written === last;
          last = written;
          return isSame && (await differing()) === 0;
        },
        ms,
        2_000,
      );
    },
    forgetWrites: () => database.query('truncate crm.writes, shop.writes'),
    openLetters: async () => {
      const [open] = await database.query<{ n: number }>(
        `select count(*)::int as n from syncline.dead_letter where state = 'open'`,
      );
      return open?.n ?? -1;
    },
    [Symbol.asyncDispose]: async () => {
      await web[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

export const totalOf = (writes: Map<number, number>) => [...writes.values()].reduce((sum, n) => sum + n, 0);

/** So many people, all of them in both tables but the last ones, which the shop alone has. */
export async function fillTables(
  { database }: TwoTables,
  records: number,
  shared: number,
  inShopOnly: number,
) {
  const inCrm = records - inShopOnly;
  await database.query(
    `insert into crm.people (id, mail, name) select i, ' P' || i || '@Example.test', 'Person ' || i from generate_series(1, ${inCrm}) i`,
  );
  await database.query(
    `insert into shop.customers (id, email, full_name, tier) select i, 'p' || i || '@example.test', 'Person ' || i, 'free' from generate_series(${inCrm - shared + 1}, ${records}) i`,
  );
}

/** Somebody edits on one of the two sides; the same row of edits each time. */
export function createEdits({ database }: TwoTables, records: number): (edit: number) => Promise<unknown> {
  let random = 7;
  const draw = (below: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (random >>> 8) % below;
  };
  return (edit) => {
    const id = 1 + draw(records);
    const isName = draw(2) === 0;
    const inCrm = draw(2) === 0;
    if (inCrm && isName)
      return database.query('update crm.people set name = $2 where id = $1', [id, `Name ${edit}`]);
    if (inCrm)
      return database.query('update crm.people set mail = $2, plan = $3 where id = $1', [
        id,
        `Mail${edit}@Example.test `,
        `plan ${edit}`,
      ]);
    if (isName)
      return database.query('update shop.customers set full_name = $2 where id = $1', [
        id,
        `Shop name ${edit}`,
      ]);
    return database.query('update shop.customers set email = $2, tier = $3 where id = $1', [
      id,
      ` MAIL${edit}@shop.test`,
      'not for the shop to say',
    ]);
  };
}

/** Records that Syncline wrote more often than they were edited and once more. */
export async function writtenTooOften({ writesOf }: TwoTables): Promise<string[]> {
  const people = [await writesOf('crm', 'person'), await writesOf('shop', 'person')];
  const found: string[] = [];
  for (const side of ['crm', 'shop'] as const)
    for (const [id, n] of await writesOf(side, 'syncline')) {
      const edits = people.reduce((sum, writes) => sum + (writes.get(id) ?? 0), 0);
      if (n > edits + 1) found.push(`record ${id}: ${n} writes into ${side} for ${edits} edits`);
    }
  return found;
}
