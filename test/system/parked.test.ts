import { setTimeout as sleep } from 'node:timers/promises';
import { approvalRoutes, flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { residentMemory } from '../bench/peakMemory.ts';
import { startDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow } from '../harness/flows.ts';
import { startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const records = 10_000;
/** The garbage of the run that parked them may be left; the records themselves would be 80 MB. */
const mostGrowthMb = 50;

const tables = `
  create schema parked;
  create table parked.source (id bigint primary key, email text not null, note text not null);
  create table parked.target (id bigint primary key, email text not null, note text not null, writes int not null default 0);
  create function parked.count_write() returns trigger language plpgsql as $$
    begin new.writes := coalesce(old.writes, 0) + 1; return new; end $$;
  create trigger count_write before insert or update on parked.target for each row execute function parked.count_write();
  create table parked.warm (id bigint primary key, email text not null, note text not null);
  insert into parked.source select i, 'user' || i || '@example.test', repeat('n', 8000) from generate_series(1, ${records}) i`;

const document = (name: string, target: string, asks: boolean) => ({
  syncline: 1,
  name,
  nodes: {
    source: {
      type: 'postgres.schedule',
      connection: 'database',
      config: { read: 'table', table: 'parked.source', mode: 'full' },
    },
    pick: { type: 'map', config: { fields: ['id', 'email', 'note'].map((at) => ({ to: at, from: at })) } },
    ...(asks ? { ask: { type: 'approve', config: {} } } : {}),
    target: { type: 'postgres.upsert', connection: 'database', config: { table: target, key: ['id'] } },
  },
  edges: asks
    ? [
        ['source', 'pick'],
        ['pick', 'ask'],
        ['ask', 'target'],
      ]
    : [
        ['source', 'pick'],
        ['pick', 'target'],
      ],
});

it(`keeps ${records} records that wait for a person without a worker, a lease or memory, and sends each once when all are approved`, async () => {
  using folder = temporaryFolder();
  await using database = await startDatabase(folder.path);
  await database.query(tables);
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  await using web = await startSyncline({ ...options, role: 'web' });
  await using worker = await startSyncline({ ...options, role: 'worker' });
  const run = async (flow: string) => {
    const { id } = await web.api(flowRoutes.runFlow, { params: { id: flow }, body: {} });
    return finishedRun(web.api, id);
  };
  const idle = () =>
    waitFor('nothing to be worked on', async () => {
      const [busy] = await database.query<{ leases: number; jobs: number; runs: number }>(`select
        (select count(*)::int from syncline.flow_part where owner is not null and until > now()) as leases,
        (select count(*)::int from pgboss.job where name = 'part' and state in ('created', 'retry', 'active')) as jobs,
        (select count(*)::int from syncline.run where finished_at is null and rolling_part is null) as runs`);
      if (busy && busy.leases + busy.jobs + busy.runs === 0) return true;
      throw new Error(JSON.stringify(busy));
    });
  const memory = () => ({ web: residentMemory(web.pid), worker: residentMemory(worker.pid) });

  // So many rows went through both processes before, so that what is measured are those that wait.
  const plain = await publishFlow(web.api, document('Just copy', 'parked.warm', false));
  expect(await run(plain.id)).toMatchObject({ totals: { written: records } });
  await idle();
  const before = memory();

  const flow = await publishFlow(web.api, document('Ask first', 'parked.target', true));
  expect(await run(flow.id)).toMatchObject({
    status: 'succeeded',
    totals: { read: records, waiting: records, written: 0, failed: 0 },
  });
  await idle();
  // A while in which whatever held on to them would show.
  await sleep(3_000);
  await idle();
  const after = memory();
  expect(await web.api(approvalRoutes.countApprovals)).toMatchObject({ total: records });

  const [newest] = await database.query<{ id: string }>(`select max(id)::text as id from syncline.parked`);
  const approved = performance.now();
  const decided = await web.api(approvalRoutes.decideApprovals, {
    body: { flow: flow.id, node: 'ask', decision: 'approve', upTo: newest?.id ?? '' },
  });
  expect(decided).toEqual({ records });
  const decidedMs = performance.now() - approved;
  const counts = () =>
    database.query<{ present: number; once: number }>(
      'select count(*)::int as present, count(*) filter (where writes = 1)::int as once from parked.target',
    );
  await waitFor('all to be delivered', async () => (await counts())[0]?.present === records, 90_000);
  const deliveredMs = performance.now() - approved;
  await idle();
  expect(await counts()).toEqual([{ present: records, once: records }]);
  expect(await web.api(approvalRoutes.countApprovals)).toMatchObject({ total: 0 });

  const mb = (value: number) => `${Math.round(value)} MB`;
  process.stdout.write(
    `${records} records that wait: web ${mb(before.web)} before, ${mb(after.web)} with them; worker ${mb(before.worker)}, ` +
      `${mb(after.worker)}; approved in ${Math.round(decidedMs)} ms, delivered after ${Math.round(deliveredMs)} ms\n`,
  );
  // Only Linux tells the memory of another process.
  if (process.platform === 'linux')
    for (const who of ['web', 'worker'] as const)
      expect(after[who] - before[who], `memory of the ${who} process`).toBeLessThan(mostGrowthMb);
}, 240_000);
