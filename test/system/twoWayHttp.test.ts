import { setTimeout as sleep } from 'node:timers/promises';
import { connectionRoutes, flowRoutes } from '@syncline/model';
import { type PeopleSimulator, startPeopleSimulator } from '@syncline/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow } from '../harness/flows.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const records = 100;
const edits = 1_000;

const folder = temporaryFolder();
let database: TestDatabase;
let people: PeopleSimulator;
let web: SynclineProcess;
let flow: Awaited<ReturnType<typeof publishFlow>>;
const worker = () =>
  startSyncline({ dataFolder: `${folder.path}/data`, databaseUrl: database.url, role: 'worker' });

/** The table lowers and trims what it is told, and notes who wrote which row. */
const table = `
  create schema crm;
  create table crm.people (id bigint primary key, mail text not null, name text, score int,
    changed timestamptz not null default clock_timestamp());
  create table crm.writes (id bigint, who text);
  create function crm.note() returns trigger language plpgsql as $$ begin
    new.mail := lower(trim(new.mail)); new.changed := clock_timestamp();
    insert into crm.writes values (new.id, coalesce(nullif(current_setting('app.who', true), ''), 'syncline'));
    return new; end $$;
  create trigger note before insert or update on crm.people for each row execute function crm.note();`;

const document = {
  syncline: 1,
  name: 'Table and API hold the same',
  nodes: {
    crm: { type: 'postgres.sync', connection: 'database', config: { table: 'crm.people', check: 'never' } },
    people: {
      type: 'http.schedule',
      connection: 'people',
      config: {
        path: '/cursor/contacts',
        records: 'results',
        key: ['id'],
        changedField: 'updated_at',
        itemPath: '/contacts/{{key}}',
        pagination: {
          kind: 'cursor',
          cursorPath: 'paging.next.after',
          cursorParam: 'cursor',
          sizeParam: 'limit',
          size: 50,
        },
      },
    },
    events: {
      type: 'webhook.trigger',
      config: {
        key: ['id'],
        record: 'data',
        opPath: 'type',
        deletes: ['contact.deleted'],
        versionPath: 'at',
        fetchFrom: 'people',
      },
    },
    equal: {
      type: 'link',
      config: {
        sideA: 'crm',
        sideB: 'people',
        fields: [
          { a: 'mail', b: 'email', wins: 'latest' },
          { a: 'name', b: 'name', wins: 'latest' },
          { a: 'score', b: 'score', wins: 'a' },
        ],
        changedAtA: 'changed',
      },
    },
    'to-crm': {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: 'crm.people', key: ['id'], deletes: 'delete' },
    },
    'to-people': {
      type: 'http.send',
      connection: 'people',
      config: {
        method: 'PUT',
        path: '/contacts/{{id}}',
        updateMethod: 'PATCH',
        deletes: 'request',
        deletePath: '/contacts/{{id}}',
      },
    },
  },
  edges: [
    ['crm', 'equal'],
    ['people', 'equal'],
    ['events', 'equal'],
    ['equal', 'to-crm', 'to-a'],
    ['equal', 'to-people', 'to-b'],
  ],
};

beforeAll(async () => {
  database = await startDatabase(folder.path);
  await database.query(table);
  await database.query(`set app.who = 'person'`);
  people = await startPeopleSimulator();
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  web = await startSyncline({ ...options, role: 'web' });
});
afterAll(async () => {
  await people.stop();
  await web[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

interface Row {
  id: string;
  mail: string;
  name: string | null;
  score: number | null;
}

/** Records that differ by more than the spelling of the table, or that one side does not have. */
const differing = async (): Promise<string[]> => {
  const rows = await database.query<Row>('select id::text, mail, name, score from crm.people');
  const byId = new Map(rows.map((row) => [row.id, row]));
  const contacts = people.control.contacts();
  const text = ({ mail, name, score }: Omit<Row, 'id'>) =>
    JSON.stringify([mail.trim().toLowerCase(), name ?? '', score ?? null]);
  const odd = contacts.filter(({ id, email, name, score }) => {
    const row = byId.get(id);
    byId.delete(id);
    return (
      row === undefined || text(row) !== text({ mail: email, name, score: (score as number | null) ?? null })
    );
  });
  return [...odd.map(({ id }) => id), ...byId.keys()];
};

/** Writes of Syncline by record. */
const writesToTable = async (): Promise<Map<string, number>> => {
  const found = await database.query<{ id: string; n: number }>(
    `select id::text, count(*)::int as n from crm.writes where who = 'syncline' group by id`,
  );
  return new Map(found.map(({ id, n }) => [id, n]));
};
const writesToApi = (): Map<string, number> => {
  const writes = new Map<string, number>();
  for (const [call, n] of Object.entries(people.control.counts())) {
    const id = /^(?:PUT|PATCH|DELETE) \/contacts\/(.+)$/.exec(call)?.[1];
    if (id !== undefined) writes.set(id, (writes.get(id) ?? 0) + n);
  }
  return writes;
};
const total = (writes: Map<string, number>) => [...writes.values()].reduce((sum, n) => sum + n, 0);

/** Equal, and nobody has written anything for two seconds. */
const atRest = async (ms = 120_000) => {
  let last = -1;
  await waitFor(
    'both sides to be equal and at rest',
    async () => {
      const written = total(await writesToTable()) + total(writesToApi());
      const isSame = written === last;
      last = written;
      return isSame && (await differing()).length === 0;
    },
    ms,
    2_000,
  );
};

let random = 11;
/** The same row of numbers each time. */
const draw = (below: number): number => {
  random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (random >>> 8) % below;
};

it('brings a table and an API together that each had records', async () => {
  people.control.seed(records / 2);
  await database.query(
    `insert into crm.people (id, mail, name, score) select i, 'person' || i || '@example.com', 'Person ' || i, i
     from generate_series(${records / 2 - 9}, ${records}) i`,
  );
  await database.query('truncate crm.writes');
  const connection = await web.api(connectionRoutes.createConnection, {
    body: { kind: 'http', name: 'People', config: { baseUrl: people.url } },
  });
  await using _worker = await worker();
  flow = await publishFlow(web.api, document, { database: 'database', people: connection.id });
  people.control.sendWebhooks({ url: flow.endpoints.events ?? '', duplicates: 0.2, shuffleMs: 300 });
  const run = await web.api(flowRoutes.runFlow, { params: { id: flow.id }, body: { feeder: 'people' } });
  const finished = await finishedRun(web.api, run.id);
  expect(finished).toMatchObject({ status: 'succeeded', balanced: true });
  await atRest();
  expect(total(await writesToTable())).toBe(records / 2 - 10);
  // Forty of them are new there, ten are told the score the table owns.
  expect(total(writesToApi())).toBe(records / 2 + 10);
}, 180_000);

it(`comes to rest after ${edits} edits on both sides, with at most one more write per edit and side, though its worker is killed`, async () => {
  await database.query('truncate crm.writes');
  const before = writesToApi();
  const perRecord = new Map<string, number>();
  const first = await worker();
  for (let edit = 0; edit < edits; edit += 1) {
    const id = String(1 + draw(records));
    perRecord.set(id, (perRecord.get(id) ?? 0) + 1);
    const isName = draw(2) === 0;
    if (draw(2) === 0) {
      const fields = isName
        ? { name: `Api name ${edit}` }
        : { email: ` Mail${edit}@API.example `, score: -edit };
      people.control.patch(id, fields);
    } else if (isName) {
      await database.query('update crm.people set name = $2 where id = $1', [id, `Name ${edit}`]);
    } else {
      const values = [id, `Mail${edit}@Table.example `, edit];
      await database.query('update crm.people set mail = $2, score = $3 where id = $1', values);
    }
    if (edit === edits / 2) await first.kill();
    if (edit % 20 === 0) await sleep(20);
  }
  await using _second = await worker();
  await atRest();
  const api = writesToApi();
  for (const [id, n] of await writesToTable())
    expect(n, `writes of ${id} to the table`).toBeLessThanOrEqual((perRecord.get(id) ?? 0) + 1);
  for (const [id, n] of api)
    expect(n - (before.get(id) ?? 0), `writes of ${id} to the API`).toBeLessThanOrEqual(
      (perRecord.get(id) ?? 0) + 1,
    );
  const [open] = await database.query<{ n: number }>(
    `select count(*)::int as n from syncline.dead_letter where state = 'open'`,
  );
  expect(open?.n).toBe(0);
}, 240_000);

it('deletes on the other side what was deleted on one, and finds by reading everything what no event told', async () => {
  await using _worker = await worker();
  await database.query('delete from crm.people where id <= 3');
  people.control.remove('4');
  people.control.sendWebhooks(null);
  people.control.remove('5');
  people.control.patch('6', { name: 'Silently changed' });
  await waitFor('what events told', async () => {
    const left = people.control.contacts().filter(({ id }) => Number(id) <= 4).length;
    const [rows] = await database.query<{ n: number }>(
      'select count(*)::int as n from crm.people where id <= 4',
    );
    return left === 0 && rows?.n === 0;
  });
  const read = async (feeder: string) => {
    const run = await web.api(flowRoutes.runFlow, { params: { id: flow.id }, body: { feeder } });
    expect(await finishedRun(web.api, run.id)).toMatchObject({ status: 'succeeded', balanced: true });
  };
  await read('people');
  await read('crm');
  expect(await differing()).toEqual([]);
  expect(people.control.contacts().some(({ id }) => id === '5')).toBe(false);
}, 180_000);
