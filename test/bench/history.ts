import { flowRoutes, runRoutes } from '@syncline/model';
import type * as z from 'zod';
import type { TestDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow } from '../harness/flows.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { contactsFlow, createTarget, seedContacts } from './contacts.ts';
import { fillHistory, type LongRuns } from './historyFill.ts';
import { measureFootprint } from './historyFootprint.ts';
import { percentile, type Report } from './report.ts';

const runs = 1_000_000;
const flows = 200;
const repeats = 60;
const budgetMs = 50;

/** Run list and log page with 1 M runs and 10 M log lines in the database. */
export async function benchHistory(database: TestDatabase, folder: string, report: Report): Promise<void> {
  report.line(`\nHistory: ${runs.toLocaleString('en')} runs of ${flows} flows over 90 days`);
  await seedContacts(database.client, 1000);
  await createTarget(database.client, 'history');
  const start = () => startSyncline({ dataFolder: `${folder}/history`, databaseUrl: database.url });
  const flowIds: string[] = [];
  let templateRun = '';
  {
    await using server = await start();
    await measureFootprint(database, server, report);
    for (let n = 0; n < flows; n += 1)
      flowIds.push((await publishFlow(server.api, { ...contactsFlow('history'), name: `History ${n}` })).id);
    const started = await server.api(flowRoutes.runFlow, { params: { id: flowIds[0] ?? '' }, body: {} });
    templateRun = (await finishedRun(server.api, started.id)).id;
  }
  // The fill has the database for itself; the server that is measured starts with the history in place.
  const long = await fillHistory(database, { flowIds, templateRun, runs, days: 90, logDays: 29 }, report);
  await reportSizes(database, report);
  await using server = await start();
  await measureLists(server, flowIds, report);
  await measureRun(server, long, report);
}

async function measureLists(server: SynclineProcess, flowIds: string[], report: Report): Promise<void> {
  const list = (query: RunQuery) => () => listRuns(server, { limit: 50, ...query });
  const [busiest = ''] = flowIds;
  const quietest = flowIds.at(-1) ?? '';
  const cursor = await walk(server, {}, 250);
  await measure('runs, newest 50', list({}), report);
  await measure('runs, after 50,000 others', list({ cursor }), report);
  await measure('runs of the busiest flow', list({ flow: busiest }), report);
  await measure(
    'runs of the busiest flow, after 50,000 others',
    list({ flow: busiest, cursor: await walk(server, { flow: busiest }, 250) }),
    report,
  );
  await measure('runs of the quietest flow', list({ flow: quietest }), report);
  for (const status of ['succeeded', 'failed', 'cancelled', 'skipped', 'missed', 'running'] as const)
    await measure(`runs, ${status}`, list({ status }), report);
  await measure(
    'runs, failed, after 5,000 others',
    list({ status: 'failed', cursor: await walk(server, { status: 'failed' }, 25) }),
    report,
  );
  await measure('runs, failed, of a flow', list({ flow: flowIds[1] ?? '', status: 'failed' }), report);
  await measure('runs, failed, of a flow that never did', list({ flow: busiest, status: 'failed' }), report);
  for (const startedBy of ['manual', 'replay', 'cli'] as const)
    await measure(`runs, started by ${startedBy}`, list({ startedBy }), report);
  await measure('runs, started by cli, of a flow', list({ flow: busiest, startedBy: 'cli' }), report);
  for (const hours of [24, 720])
    await time(
      `strip above the list, ${hours} hours`,
      () => server.api(runRoutes.getRunStats, { query: { hours } }),
      report,
    );
}

async function measureRun(server: SynclineProcess, long: LongRuns, report: Report): Promise<void> {
  const [usual] = (await listRuns(server, { limit: 1, status: 'succeeded' })).items;
  const logs = (id: string, query: object) => () =>
    server.api(runRoutes.listRunLogs, { params: { id }, query });
  const usualId = usual?.id ?? '';
  await measure('a run', () => server.api(runRoutes.getRun, { params: { id: usualId } }), report);
  await measure('log of a usual run', logs(usualId, {}), report);
  for (const [name, id] of Object.entries(long)) {
    await measure(`log of the ${name} run, first page`, logs(id, {}), report);
    await measure(`log of the ${name} run, after 190,000 lines`, logs(id, { after: 190_000 }), report);
    await measure(`log of the ${name} run, warnings up`, logs(id, { level: 'warn' }), report);
    await measure(`log of the ${name} run, errors only`, logs(id, { level: 'error' }), report);
    await time(`log of the ${name} run, a word that is nowhere`, logs(id, { text: 'nowhere' }), report);
  }
}

type RunQuery = z.input<typeof runRoutes.listRuns.query>;

function listRuns(server: SynclineProcess, query: RunQuery) {
  return server.api(runRoutes.listRuns, { query });
}

/** Cursor after so many pages of 200. */
async function walk(server: SynclineProcess, query: RunQuery, pages: number): Promise<string> {
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const answer = await listRuns(server, { ...query, limit: 200, ...(cursor === '' ? {} : { cursor }) });
    if (answer.cursor === null) throw new Error(`the list ended after ${page + 1} pages`);
    cursor = answer.cursor;
  }
  return cursor;
}

/** As `time`, and says so when the list or page is over its budget. */
async function measure(name: string, ask: () => Promise<unknown>, report: Report): Promise<void> {
  const p95 = await time(name, ask, report);
  if (p95 > budgetMs) report.line(`  OVER THE BUDGET of ${budgetMs} ms: ${name}`);
}

/** Asks again and again. @returns the 95th percentile in milliseconds. */
async function time(name: string, ask: () => Promise<unknown>, report: Report): Promise<number> {
  const once = async () => {
    const started = performance.now();
    await ask();
    return performance.now() - started;
  };
  const first = await once();
  const times: number[] = [];
  for (let round = 0; round < repeats; round += 1) times.push(await once());
  report.figure(`${name}: first`, first, 'ms');
  report.figure(`${name}: median`, percentile(times, 0.5), 'ms');
  report.figure(`${name}: p95`, percentile(times, 0.95), 'ms');
  report.figure(`${name}: p99`, percentile(times, 0.99), 'ms');
  return percentile(times, 0.95);
}

async function reportSizes(database: TestDatabase, report: Report): Promise<void> {
  const [sums] = await database.query<{ runs: string; records: string; lines: string }>(
    `select count(*) as runs, sum(read) as records, (select count(*) from syncline.run_log) as lines from syncline.run`,
  );
  const tables = await database.query<{ name: string; bytes: string }>(
    `select name, pg_total_relation_size('syncline.' || name) + coalesce(
       (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = ('syncline.' || name)::regclass), 0) as bytes
     from unnest(array['run', 'run_part', 'run_node', 'run_span', 'run_log']) as name`,
  );
  report.figure('runs in the database', Number(sums?.runs), 'runs');
  report.figure('lines in the database', Number(sums?.lines), 'lines');
  const total = tables.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  for (const { name, bytes } of tables) report.figure(`size of ${name}`, Number(bytes) / 1e6, 'MB');
  const lines = Number(tables.find(({ name }) => name === 'run_log')?.bytes) / Number(sums?.lines);
  report.figure('history per line, indexes included', lines, 'B');
  const perRun = (total - lines * Number(sums?.lines)) / Number(sums?.runs);
  report.figure('history per run without its lines', perRun, 'B');
  report.figure('history per record of such runs', total / Number(sums?.records), 'B');
}
