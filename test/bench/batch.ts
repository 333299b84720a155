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
import { mappingRate } from './batchMapping.ts';
import { contactsFlow, createTarget, seedContacts } from './contacts.ts';
import { cpuOf, cpuOfDatabase } from './cpuTime.ts';
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

interface Round {
  rate: number;
  /** Processor time per 1,000 rows: holds still when the machine has other things to do. */
  own: number;
  database: number;
}

async function scriptRound(database: TestDatabase): Promise<Round & { peak: number }> {
  await createTarget(database.client, 'by_script');
  const before = await cpuOfDatabase(database.client);
  const { stdout } = await run(process.execPath, [script, database.url, 'by_script']);
  const spent = (await cpuOfDatabase(database.client)) - before;
  const result: { rows: number; ms: number; cpuMs: number; peakRss: number } = JSON.parse(stdout);
  const { rows, ms, cpuMs, peakRss } = result;
  return {
    rate: (rows / ms) * 1000,
    own: (cpuMs / rows) * 1000,
    database: (spent / rows) * 1000,
    peak: peakRss / 1024 / 1024,
  };
}

const best = (rounds: readonly Round[], figure: keyof Round) =>
  figure === 'rate'
    ? Math.max(...rounds.map((round) => round.rate))
    : Math.min(...rounds.map((round) => round[figure]));

function reportRounds(report: Report, name: string, rounds: readonly Round[]): void {
  report.figure(name, best(rounds, 'rate'), 'rows/s');
  report.figure(`${name}, processor time of the process`, best(rounds, 'own'), 'ms / 1,000 rows');
  report.figure(`${name}, of the database`, best(rounds, 'database'), 'ms / 1,000 rows');
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
  profile?: string,
): Promise<void> {
  report.line(`\nBatch of ${rows.toLocaleString('en')} contacts, PostgreSQL -> 12 fields -> PostgreSQL`);
  await seedContacts(database.client, rows);
  const copy = await copyRate(database, rows);
  const mapped = await mappingRate(database);
  await using server = await startSyncline({
    dataFolder: `${folder}/batch-${rows}`,
    databaseUrl: database.url,
    ...(profile === undefined ? {} : { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${profile}`] }),
  });
  const scripted: Round[] = [];
  const synced: Round[] = [];
  let scriptPeak = 0;
  let firstLog = 0;
  for (let round = 0; round < 3; round += 1) {
    const { peak, ...script } = await scriptRound(database);
    scripted.push(script);
    scriptPeak = Math.max(scriptPeak, peak);
    await createTarget(database.client, `by_syncline_${round}`);
    const flow = await publishFlow(server.api, contactsFlow(`by_syncline_${round}`));
    const ownBefore = cpuOf(server.pid);
    const databaseBefore = await cpuOfDatabase(database.client);
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
    synced.push({
      rate: (rows / ms) * 1000,
      own: ((cpuOf(server.pid) - ownBefore) / rows) * 1000,
      database: (((await cpuOfDatabase(database.client)) - databaseBefore) / rows) * 1000,
    });
    if (round === 2) await rerun(server.api, flow.id, rows, report);
  }
  report.figure('COPY table to table', copy, 'rows/s');
  reportRounds(report, 'hand-written script', scripted);
  report.figure('hand-written script, peak memory', scriptPeak, 'MB');
  reportRounds(report, 'Syncline, ledger on', synced);
  report.figure('Syncline process, peak memory', peakMemory(server.pid), 'MB');
  report.figure('mapping stage alone', mapped, 'records/s/core');
  report.figure('Syncline / script', best(synced, 'rate') / best(scripted, 'rate'), 'x');
  report.figure('Syncline / COPY', best(synced, 'rate') / copy, 'x');
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
