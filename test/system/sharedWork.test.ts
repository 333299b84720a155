import { flowRoutes, runRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { startDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow, totalsAddUp } from '../harness/flows.ts';
import { startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const rows = { one: 6_000, two: 6_000, large: 24_000 };

const flow = (name: keyof typeof rows, parts: number) => ({
  syncline: 1,
  name: `Shared ${name}`,
  settings: { parts },
  nodes: {
    source: {
      type: 'postgres.schedule',
      connection: 'database',
      config: { read: 'table', table: `shared.${name}_source`, mode: 'full' },
    },
    map: {
      type: 'map',
      config: {
        fields: [
          { to: 'id', from: 'id' },
          { to: 'email', from: 'email' },
        ],
      },
    },
    target: {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: `shared.${name}_target`, key: ['id'] },
    },
  },
  edges: [
    ['source', 'map'],
    ['map', 'target'],
  ],
});

it('shares three flows between two workers, one flow by parts, and moves a killed worker’s share to the other within 30 s', async () => {
  using folder = temporaryFolder();
  await using database = await startDatabase(folder.path);
  await database.query('create schema shared');
  await database.query(
    'create function shared.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return null; end $$',
  );
  for (const [name, count] of Object.entries(rows)) {
    await database.query(`create table shared.${name}_source (id bigint primary key, email text)`);
    await database.query(
      `insert into shared.${name}_source select i, 'u' || i || '@example.test' from generate_series(1, ${count}) i`,
    );
    await database.query(`create table shared.${name}_target (id bigint primary key, email text)`);
    await database.query(
      `create trigger slow after insert on shared.${name}_target for each statement execute function shared.slow()`,
    );
  }
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  await using web = await startSyncline({ ...options, role: 'web' });
  const workerA = await startSyncline({ ...options, role: 'worker', environment: { SYNCLINE_WORKERS: '2' } });
  await using _workerB = await startSyncline({
    ...options,
    role: 'worker',
    environment: { SYNCLINE_WORKERS: '4' },
  });

  const runs: { name: keyof typeof rows; id: string; flowId: string }[] = [];
  for (const name of ['large', 'one', 'two'] as const) {
    const published = await publishFlow(web.api, flow(name, name === 'large' ? 2 : 1));
    runs.push({ name, ...(await web.api(flowRoutes.runFlow, { params: { id: published.id }, body: {} })) });
  }
  const owners = await waitFor(
    'both workers at work on the large flow',
    async () => {
      const found = await database.query<{ owner: string }>(
        'select distinct owner from syncline.flow_part where flow_id = $1 and until > now() and owner is not null',
        [runs[0]?.flowId],
      );
      return found.length === 2 ? found : null;
    },
    60_000,
  );
  expect(owners).toHaveLength(2);

  const killedAt = Date.now();
  await workerA.kill();
  const survivors = await waitFor(
    'the killed worker’s part in new hands',
    async () => {
      const held = await database.query<{ owner: string; until: Date }>(
        'select owner, until from syncline.flow_part where flow_id = $1 and until > now() and owner is not null',
        [runs[0]?.flowId],
      );
      return held.length === 2 && new Set(held.map((part) => part.owner)).size === 1 ? held : null;
    },
    40_000,
  );
  expect(Date.now() - killedAt).toBeLessThan(30_000);
  expect(survivors).toHaveLength(2);

  for (const run of runs) {
    const finished = await finishedRun(web.api, run.id, 180_000);
    expect(finished.status, run.name).toBe('succeeded');
    expect(finished.totals.read, run.name).toBe(rows[run.name]);
    expect(totalsAddUp(finished), run.name).toBe(true);
    const [target] = await database.query<{ n: number }>(
      `select count(*)::int as n from shared.${run.name}_target`,
    );
    expect(target?.n, run.name).toBe(rows[run.name]);
    if (run.name === 'large') expect(finished.workers.length).toBeGreaterThanOrEqual(2);
  }
  const logs = await web.api(runRoutes.listRunLogs, { params: { id: runs[0]?.id ?? '' } });
  expect(logs.items.length).toBeGreaterThan(0);
}, 420_000);
