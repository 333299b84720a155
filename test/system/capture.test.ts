import { setTimeout as sleep } from 'node:timers/promises';
import { streamRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { publishFlow } from '../harness/flows.ts';
import { freePort, type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const flow = (table: string, more: Record<string, unknown> = {}) => ({
  syncline: 1,
  name: `Follow ${table}`,
  nodes: {
    people: { type: 'postgres.sync', connection: 'database', config: { table, ...more } },
    copy: {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: 'live.copy', key: ['id'], deletes: 'delete' },
    },
  },
  edges: [['people', 'copy']],
});

/** Source and copy in one database, and a list of every event that was ever put into the inbox. */
async function prepare(database: TestDatabase): Promise<void> {
  await database.query('create schema live');
  await database.query('create table live.people (id int primary key, name text, n int not null default 0)');
  await database.query('create table live.copy (id int primary key, name text, n int)');
}

async function countEvents(database: TestDatabase): Promise<void> {
  await database.query('create table live.event (version text, key text)');
  await database.query(`create function live.note() returns trigger language plpgsql as $$ begin
    insert into live.event select convert_from(new.body, 'utf8')::jsonb ->> 'version', convert_from(new.body, 'utf8')::jsonb ->> 'key';
    return new; end $$`);
  await database.query(
    'create trigger note after insert on syncline.inbox for each row execute function live.note()',
  );
}

const isEqual = async (database: TestDatabase): Promise<boolean> => {
  const [row] = await database.query<{ differ: number }>(
    `select count(*)::int as differ from live.people full join live.copy using (id)
     where (people.name, people.n) is distinct from (copy.name, copy.n)`,
  );
  return row?.differ === 0;
};

const holder = async (database: TestDatabase) =>
  (await database.query<{ owner: string | null }>('select owner from syncline.stream where captures'))[0]
    ?.owner;

async function pidOf(database: TestDatabase, owner: string): Promise<number> {
  const [row] = await database.query<{ pid: number }>('select pid from syncline.worker where id = $1', [
    owner,
  ]);
  return row?.pid ?? 0;
}

it('loses and doubles no change although the process that captures is killed in the middle, three times', async () => {
  using folder = temporaryFolder();
  await using database = await startDatabase(folder.path);
  await prepare(database);
  await database.query(`insert into live.people select i, 'old ' || i from generate_series(1, 3000) i`);
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  await using web = await startSyncline({ ...options, role: 'web', port: await freePort() });
  const workers: SynclineProcess[] = [];
  for (let n = 0; n < 2; n += 1) workers.push(await startSyncline({ ...options, role: 'worker' }));
  await countEvents(database);
  const published = await publishFlow(web.api, flow('live.people'));

  let writing = true;
  let written = 0;
  // Few deletes: a flow that is to delete a tenth of all it holds stops and asks.
  const write = async () => {
    for (let n = 1; writing; n += 1) {
      const id = 1 + ((n * 7919) % 3200);
      if (n % 97 === 0) await database.query('delete from live.people where id = $1', [id]);
      else
        await database.query(
          `insert into live.people values ($1, $2, $3) on conflict (id) do update set name = excluded.name, n = excluded.n`,
          [id, `new ${n}`, n],
        );
      written += 1;
      await sleep(4);
    }
  };
  const writer = write();
  for (let kill = 0; kill < 3; kill += 1) {
    const owner = await waitFor('somebody to capture', () => holder(database), 40_000);
    await sleep(2_500);
    const pid = await pidOf(database, owner);
    const at = workers.findIndex((worker) => worker.pid === pid);
    expect(at).toBeGreaterThanOrEqual(0);
    await workers[at]?.kill();
    const killed = Date.now();
    await waitFor(
      'another process to capture',
      async () => {
        const now = await holder(database);
        return now && now !== owner;
      },
      30_000,
    );
    expect(Date.now() - killed).toBeLessThan(30_000);
    workers[at] = await startSyncline({ ...options, role: 'worker' });
  }
  await sleep(2_000);
  writing = false;
  await writer;
  await waitFor('the copy to be equal', () => isEqual(database), 60_000, 250);
  const [seen] = await database.query<{ all: number; once: number }>(
    'select count(*)::int as all, count(distinct version)::int as once from live.event',
  );
  expect(seen?.once).toBe(seen?.all);
  expect(written).toBeGreaterThan(500);
  const [stream] = await waitFor(
    'the stream to be in sync',
    async () => {
      const { items } = await web.api(streamRoutes.listStreams, { params: { id: published.id } });
      return items[0]?.state === 'in-sync' && items;
    },
    30_000,
  );
  expect(stream).toMatchObject({ node: 'people', role: 'sync', problem: null });
  for (const worker of workers) await worker.stop();
}, 240_000);

it('goes on capturing while the flow is paused, takes another table over, and leaves nothing behind', async () => {
  using folder = temporaryFolder();
  await using database = await startDatabase(folder.path);
  await prepare(database);
  await database.query(`insert into live.people values (1, 'a')`);
  await database.query('create table live.others (id int primary key, name text, n int not null default 0)');
  await database.query(`insert into live.others values (7, 'seven')`);
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url, port: await freePort() };
  await using server = await startSyncline(options);
  const { id } = await publishFlow(server.api, flow('live.people'));
  await waitFor('the first load', () => isEqual(database));
  const call = async (method: string, path: string, body?: unknown, headers = {}) => {
    const answer = await fetch(server.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Tests assert what they expect of an answer.
    const json = (await answer.json().catch(() => null)) as Record<string, unknown>;
    expect(answer.status, JSON.stringify(json)).toBeLessThan(300);
    return { json, etag: answer.headers.get('etag') ?? '' };
  };
  await call('POST', `/api/flows/${id}/pause`);
  await database.query(`update live.people set name = 'while paused'`);
  await database.query(`insert into live.people values (2, 'b')`);
  await waitFor('events in the inbox', async () => {
    const [row] = await database.query<{ n: number }>('select count(*)::int as n from syncline.inbox');
    return row?.n === 2;
  });
  await call('POST', `/api/flows/${id}/resume`);
  await waitFor('what gathered', () => isEqual(database));

  const { etag } = await call('GET', `/api/flows/${id}`);
  await call('PUT', `/api/flows/${id}`, { document: flow('live.others') }, { 'if-match': etag });
  await call('POST', `/api/flows/${id}/publish`, { cursors: { people: 'reload' } });
  await waitFor('rows of the other table', async () => {
    const [row] = await database.query<{ n: number }>(
      'select count(*)::int as n from live.copy where id = 7',
    );
    return row?.n === 1;
  });
  await database.query(`update live.others set name = 'changed'`);
  await waitFor('changes of the other table', async () => {
    const [row] = await database.query<{ name: string }>('select name from live.copy where id = 7');
    return row?.name === 'changed';
  });
  const slots = () =>
    database.query(`select slot_name from pg_replication_slots where slot_name like 'syncline_%'`);
  await waitFor('the old slot to be removed', async () => (await slots()).length === 1, 60_000, 500);
  await call('DELETE', `/api/flows/${id}`);
  await waitFor(
    'all to be removed',
    async () => {
      const left = await database.query(`select pubname from pg_publication where pubname like 'syncline_%'`);
      return (await slots()).length === 0 && left.length === 0;
    },
    90_000,
    500,
  );
}, 240_000);

it('reads rows again whose large values did not travel, and empties the copy of a table that was emptied', async () => {
  using folder = temporaryFolder();
  await using database = await startDatabase(folder.path);
  await prepare(database);
  await database.query('alter table live.people alter name set storage external');
  await database.query(
    `insert into live.people select i, repeat(i::text, 4000) from generate_series(10, 40) i`,
  );
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url, port: await freePort() };
  await using server = await startSyncline(options);
  await publishFlow(server.api, flow('live.people'));
  await waitFor('the first load', () => isEqual(database));
  // The log brings n alone: the name did not change and stands beside the row.
  await database.query('update live.people set n = 1 where id < 20');
  await waitFor('rows that were read again', () => isEqual(database));
  await database.query('begin');
  await database.query('update live.people set n = 2 where id = 20');
  await database.query('delete from live.people where id = 20');
  await database.query('commit');
  await waitFor('a row that was gone when it was read again', () => isEqual(database));
  await database.query('truncate live.people');
  await database.query(`insert into live.people values (1, 'after')`);
  await waitFor('the copy to be emptied', () => isEqual(database), 60_000);
}, 180_000);
