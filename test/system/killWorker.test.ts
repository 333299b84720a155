import { setTimeout as sleep } from 'node:timers/promises';
import { flowRoutes, runRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { startDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow, totalsAddUp } from '../harness/flows.ts';
import { startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const rows = 20_000;
const kills = 10;

it(`writes every row of a ${rows}-row batch once although its worker is killed ${kills} times`, async () => {
  using folder = temporaryFolder();
  await using database = await startDatabase(folder.path);
  await database.query('create schema kill');
  await database.query('create table kill.source (id bigint primary key, email text not null)');
  await database.query(
    `insert into kill.source select i, 'user' || i || '@example.test' from generate_series(1, ${rows}) i`,
  );
  // The trigger counts how often each row was really touched, and slows writing so that every kill hits the run in work.
  await database.query(
    'create table kill.target (id bigint primary key, email text not null, writes int not null default 0)',
  );
  await database.query(`create function kill.count_write() returns trigger language plpgsql as $$
    begin new.writes := coalesce(old.writes, 0) + 1; return new; end $$`);
  await database.query(
    'create trigger count_write before insert or update on kill.target for each row execute function kill.count_write()',
  );
  await database.query(
    `create function kill.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.6); return null; end $$`,
  );
  await database.query(
    'create trigger slow after insert on kill.target for each statement execute function kill.slow()',
  );

  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  await using web = await startSyncline({ ...options, role: 'web' });
  const flow = await publishFlow(web.api, {
    syncline: 1,
    name: 'Kill the worker',
    nodes: {
      source: {
        type: 'postgres.schedule',
        connection: 'database',
        config: { read: 'table', table: 'kill.source', mode: 'full' },
      },
      map: {
        type: 'map',
        config: {
          fields: [
            { to: 'id', from: 'id' },
            { to: 'email', from: 'email', steps: ['uppercase'] },
          ],
        },
      },
      target: {
        type: 'postgres.upsert',
        connection: 'database',
        config: { table: 'kill.target', key: ['id'] },
      },
    },
    edges: [
      ['source', 'map'],
      ['map', 'target'],
    ],
  });
  const run = await web.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });

  for (let kill = 0; kill < kills; kill += 1) {
    const before = (await web.api(runRoutes.getRun, { params: { id: run.id } })).totals.read;
    const worker = await startSyncline({ ...options, role: 'worker' });
    // Progress after each start, so that a kill always interrupts work; then a random moment inside a page.
    await waitFor(
      'progress',
      async () => (await web.api(runRoutes.getRun, { params: { id: run.id } })).totals.read > before,
      60_000,
      50,
    );
    await sleep(Math.random() * 700);
    await worker.kill();
  }
  await using _last = await startSyncline({ ...options, role: 'worker' });
  const finished = await finishedRun(web.api, run.id, 180_000);

  expect(finished.status).toBe('succeeded');
  expect(finished.totals.read).toBe(rows);
  expect(finished.balanced).toBe(true);
  expect(totalsAddUp(finished)).toBe(true);
  expect(finished.totals.written).toBe(rows);
  expect(finished.recoveries).toBeGreaterThanOrEqual(kills - 2);
  const [state] = await database.query<{
    present: number;
    once: number;
    wrong: number;
  }>(`select count(*)::int as present,
    count(*) filter (where writes = 1)::int as once, count(*) filter (where email <> upper('user' || id || '@example.test'))::int as wrong from kill.target`);
  expect(state).toEqual({ present: rows, once: rows, wrong: 0 });
}, 420_000);
