import { flowRoutes, runRoutes } from '@syncline/model';
import type { TestDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow } from '../harness/flows.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { contactsFlow, createTarget, seedContacts } from './contacts.ts';
import { percentile, type Report } from './report.ts';

const runs = 1_000_000;
const lines = 10_000_000;

/** Run list and log page with 1 M runs and 10 M log lines in the database. */
export async function benchHistory(database: TestDatabase, folder: string, report: Report): Promise<void> {
  report.line(`\nHistory of ${runs.toLocaleString('en')} runs and ${lines.toLocaleString('en')} log lines`);
  await seedContacts(database.client, 1000);
  await createTarget(database.client, 'history');
  await using server = await startSyncline({ dataFolder: `${folder}/history`, databaseUrl: database.url });
  const flow = await publishFlow(server.api, contactsFlow('history'));
  const run = await finishedRun(
    server.api,
    (await server.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} })).id,
  );
  report.line('  filling the tables');
  await fillHistory(database, flow.id, run.id);
  await measure(
    'run list, newest 50',
    () => server.api(runRoutes.listRuns, { query: { limit: 50 } }),
    report,
  );
  await measure(
    'run list of a flow, failed only',
    () => server.api(runRoutes.listRuns, { query: { flow: flow.id, status: 'failed', limit: 50 } }),
    report,
  );
  const deep = await deepCursor(server);
  await measure(
    'run list, page 40',
    () => server.api(runRoutes.listRuns, { query: { limit: 50, cursor: deep } }),
    report,
  );
  const [big] = await database.query<{ id: string }>(
    'select run_id::text as id from syncline.run_log group by run_id order by count(*) desc limit 1',
  );
  const id = big?.id ?? run.id;
  await measure(
    'log page of a run',
    () => server.api(runRoutes.listRunLogs, { params: { id }, query: { after: 400 } }),
    report,
  );
  await measure(
    'log page of a run, errors only',
    () => server.api(runRoutes.listRunLogs, { params: { id }, query: { level: 'error' } }),
    report,
  );
}

async function fillHistory(database: TestDatabase, flowId: string, runId: string): Promise<void> {
  // Copies of a real run, spread over 28 days back, so that every column is what the product writes.
  const columns = await database.query<{ name: string }>(
    `select quote_ident(column_name) as name from information_schema.columns where table_schema = 'syncline' and table_name = 'run' and is_generated = 'NEVER' and column_name not in ('id', 'slot', 'created_at', 'started_at', 'finished_at', 'status', 'flow_id') order by ordinal_position`,
  );
  const kept = columns.map((column) => column.name).join(', ');
  await database.query(
    `insert into syncline.run (flow_id, created_at, started_at, finished_at, status, ${kept})
     select $1, t.at, t.at, t.at + interval '2 seconds', case when i % 50 = 0 then 'failed' else 'succeeded' end, ${kept
       .split(', ')
       .map((name) => `r.${name}`)
       .join(', ')}
     from syncline.run r, generate_series(1, ${runs}) i, lateral (select now() - i * interval '2.4 seconds' as at) t where r.id = $2`,
    [flowId, runId],
  );
  await database.query(
    `insert into syncline.run_log (ts, run_id, seq, node, level, text)
     select r.created_at + n * interval '1 millisecond', r.id, n, 'map', (select l.level from syncline.run_log l where l.run_id = $1 limit 1), 'line ' || n || ' of this run, as long as such lines are'
     from (select id, created_at from syncline.run where id <> $1 order by created_at desc limit ${lines / 1000}) r, generate_series(1, 1000) n`,
    [runId],
  );
  await database.query('vacuum analyze syncline.run');
  await database.query('vacuum analyze syncline.run_log');
}

async function deepCursor(server: SynclineProcess): Promise<string> {
  let cursor: string | null = null;
  for (let page = 0; page < 40; page += 1) {
    const answer: { cursor: string | null } = await server.api(runRoutes.listRuns, {
      query: { limit: 50, ...(cursor ? { cursor } : {}) },
    });
    cursor = answer.cursor;
  }
  return cursor ?? '';
}

async function measure(name: string, ask: () => Promise<unknown>, report: Report): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const started = performance.now();
    await ask();
    times.push(performance.now() - started);
  }
  report.figure(`${name}, median over HTTP`, percentile(times, 0.5), 'ms');
  report.figure(`${name}, slowest of 30`, Math.max(...times), 'ms');
}
