import { execFile } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { flowRoutes, runRoutes } from '@syncline/model';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { TestDatabase } from '../harness/database.ts';
import { finishedRun, publishFlow } from '../harness/flows.ts';
import { startSyncline } from '../harness/serverProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { contactsFlow, createTarget, seedContacts } from './contacts.ts';
import { peakMemory } from './peakMemory.ts';
import type { Report } from './report.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('handWrittenBatch.ts', import.meta.url));

/** COPY out of one table into another of the same shape: what the database can do when nobody thinks. */
async function copyRate(database: TestDatabase, rows: number): Promise<number> {
  await database.query('drop table if exists bench.copied');
  await database.query('create table bench.copied (like bench.source including all)');
  const reader = new pg.Client(database.url);
  const writer = new pg.Client(database.url);
  await Promise.all([reader.connect(), writer.connect()]);
  const started = performance.now();
  await pipeline(
    reader.query(copyTo('copy bench.source to stdout')),
    writer.query(copyFrom('copy bench.copied from stdin')),
  );
  const ms = performance.now() - started;
  await Promise.all([reader.end(), writer.end()]);
  return (rows / ms) * 1000;
}

async function scriptRate(database: TestDatabase): Promise<{ rate: number; peak: number }> {
  await createTarget(database.client, 'by_script');
  const { stdout } = await run(process.execPath, [script, database.url, 'by_script']);
  const result: { rows: number; ms: number; peakRss: number } = JSON.parse(stdout);
  return { rate: (result.rows / result.ms) * 1000, peak: result.peakRss / 1024 / 1024 };
}

/**
 * `rows` contacts PostgreSQL -> 12-field mapping -> PostgreSQL: Syncline beside a hand-written script and beside COPY, on one
 * database in one run. Each contestant runs three times; the best counts.
 */
export async function benchBatch(
  database: TestDatabase,
  folder: string,
  rows: number,
  report: Report,
): Promise<void> {
  report.line(`\nBatch of ${rows.toLocaleString('en')} contacts, PostgreSQL -> 12 fields -> PostgreSQL`);
  await seedContacts(database.client, rows);
  const copy = await copyRate(database, rows);
  await using server = await startSyncline({
    dataFolder: `${folder}/batch-${rows}`,
    databaseUrl: database.url,
  });
  let best = 0;
  let scriptBest = { rate: 0, peak: 0 };
  let firstLog = 0;
  for (let round = 0; round < 3; round += 1) {
    const scripted = await scriptRate(database);
    if (scripted.rate > scriptBest.rate) scriptBest = scripted;
    await createTarget(database.client, `by_syncline_${round}`);
    const flow = await publishFlow(server.api, contactsFlow(`by_syncline_${round}`));
    const asked = performance.now();
    const started = await server.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
    await waitFor(
      'the first log line',
      async () => (await server.api(runRoutes.listRunLogs, { params: { id: started.id } })).items.length > 0,
      30_000,
      20,
    );
    firstLog = Math.max(firstLog, performance.now() - asked);
    const finished = await finishedRun(server.api, started.id, 600_000);
    if (finished.status !== 'succeeded' || finished.totals.written !== rows)
      throw new Error(`run ended ${finished.status}: ${JSON.stringify(finished.totals)}`);
    const ms = Date.parse(finished.finishedAt ?? '') - Date.parse(finished.startedAt ?? '');
    best = Math.max(best, (rows / ms) * 1000);
    if (round === 2) await rerun(server.api, flow.id, rows, report);
  }
  report.figure('COPY table to table', copy, 'rows/s');
  report.figure('hand-written script', scriptBest.rate, 'rows/s');
  report.figure('hand-written script, peak memory', scriptBest.peak, 'MB');
  report.figure('Syncline, ledger on', best, 'rows/s');
  report.figure('Syncline process, peak memory', peakMemory(server.pid), 'MB');
  report.figure('Syncline / script', best / scriptBest.rate, 'x');
  report.figure('Syncline / COPY', best / copy, 'x');
  report.figure('first log line after "run now", slowest of 3', firstLog, 'ms');
}

async function rerun(
  api: Parameters<typeof finishedRun>[0],
  flowId: string,
  rows: number,
  report: Report,
): Promise<void> {
  const again = await finishedRun(
    api,
    (await api(flowRoutes.runFlow, { params: { id: flowId }, body: { full: true } })).id,
    600_000,
  );
  const ms = Date.parse(again.finishedAt ?? '') - Date.parse(again.startedAt ?? '');
  report.figure('Syncline, same rows again (nothing to write)', (rows / ms) * 1000, 'rows/s');
  if (again.totals.unchanged !== rows) throw new Error(`a rerun wrote: ${JSON.stringify(again.totals)}`);
}
