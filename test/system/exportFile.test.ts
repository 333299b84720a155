import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { flowRoutes, runRoutes, templateRoutes } from '@syncline/model';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { finishedRun, totalsAddUp } from '../harness/flows.ts';
import { freePort, type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const folder = temporaryFolder();
const files = join(folder.path, 'data', 'files');
const table = 'demo.shop_customers';
const heartbeatMs = 3_000;
const fill = (from: number, to: number) =>
  `insert into ${table} (id, email, first_name, last_name, country, total_spent) select i, i || '@many.test', 'Ana', 'Roux', 'FR', i % 1000 from generate_series(${from}, ${to}) as i`;

let database: TestDatabase;
let server: SynclineProcess;
let flow: string;

const start = (port: number) =>
  startSyncline({ dataFolder: `${folder.path}/data`, databaseUrl: database.url, port });

beforeAll(async () => {
  database = await startDatabase(folder.path);
  server = await start(await freePort());
  const draft = await server.api(templateRoutes.useTemplate, {
    params: { id: 'postgres-to-csv' },
    body: {},
  });
  flow = draft.id;
  await server.api(flowRoutes.publishFlow, { params: { id: flow }, body: {} });
}, 90_000);

// A test that failed must not hold the table for the others.
afterEach(() => database.query('rollback'));

afterAll(async () => {
  await server?.stop();
  await database?.[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** The lines of the file without its header, in order; null while there is no file. */
function exported(): string[] | null {
  const path = join(files, 'customers-export.csv');
  if (!existsSync(path)) return null;
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(header).toBe('id,email,name,country,total_spent,last_change');
  return lines.sort();
}

/** What a run that begins now has to write: the rows that pass the filter, as the table of the flow shapes them. */
async function wanted(): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `select concat_ws(',', id, email, first_name || ' ' || last_name, country, total_spent,
       to_char(updated_at at time zone 'Europe/Paris', 'DD.MM.YYYY')) as line
     from ${table} where total_spent > 500`,
  );
  return rows.map(({ line }) => line).sort();
}

const unfinishedFiles = () => readdirSync(files).filter((name) => name.endsWith('.part'));
const runNow = () => server.api(flowRoutes.runFlow, { params: { id: flow }, body: {} });

async function runToEnd() {
  const run = await finishedRun(server.api, (await runNow()).id);
  expect(totalsAddUp(run)).toBe(true);
  expect(run.balanced).toBe(true);
  return run;
}

/** Starts a run over many rows and holds its source when some of them are written and others are not yet read. */
async function holdInTheMiddle(): Promise<{ id: string; letGo: () => Promise<unknown> }> {
  const { id } = await runNow();
  const begun = async () => {
    const { read } = (await server.api(runRoutes.getRun, { params: { id } })).totals;
    return read > 0;
  };
  await waitFor('the first pages', begun, 30_000, 5);
  await database.query('begin');
  await database.query(`lock table ${table} in access exclusive mode`);
  const { status, totals } = await server.api(runRoutes.getRun, { params: { id } });
  const [rows] = await database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  expect({ status, inTheMiddle: totals.read < (rows?.n ?? 0) }).toEqual({
    status: 'running',
    inTheMiddle: true,
  });
  return { id, letGo: () => database.query('rollback') };
}

describe('a file that is replaced by each run', () => {
  it('holds after each run exactly the rows that passed the filter then, once each', async () => {
    const first = await runToEnd();
    expect(first.totals).toMatchObject({ read: 500, written: 406, failed: 0 });
    expect(exported()).toEqual(await wanted());

    await database.query(`update ${table} set email = 'changed@example.test' where id = 480`);
    await database.query(`delete from ${table} where id = 481`);
    const second = await runToEnd();
    expect(second.status).toBe('succeeded');
    expect(second.totals).toMatchObject({ read: 499, written: 405, failed: 0 });
    expect(exported()).toEqual(await wanted());

    const third = await runToEnd();
    expect(third.totals).toMatchObject({ read: 499, written: 405 });
    expect(exported()).toEqual(await wanted());
  });

  it('stays as it was when a run is cancelled, and the next run brings nothing of that one', async () => {
    await database.query(fill(1_000, 31_000));
    const before = exported();
    const { id, letGo } = await holdInTheMiddle();
    expect(unfinishedFiles()).toHaveLength(1);
    await server.api(runRoutes.cancelRun, { params: { id } });
    // The worker hears of it with its next heartbeat, every 3 s; let go before, the rest is read and written in less.
    await sleep(heartbeatMs + 1_000);
    await letGo();
    expect((await finishedRun(server.api, id)).status).toBe('cancelled');
    expect(exported()).toEqual(before);

    // What the cancelled run has written already is gone by now, and must not come up again.
    await database.query(`delete from ${table} where id < 1000`);
    const next = await runToEnd();
    expect(next.status).toBe('succeeded');
    expect(exported()).toEqual(await wanted());
    expect(unfinishedFiles()).toEqual([]);
  });

  it('stays as it was when the server is killed in a run, and is complete when that run is done', async () => {
    await database.query(`update ${table} set email = 'again-' || email`);
    const before = exported();
    const { id, letGo } = await holdInTheMiddle();
    await server.kill();
    expect(exported()).toEqual(before);
    await letGo();
    server = await start(await freePort());
    const run = await finishedRun(server.api, id);
    expect(run.status).toBe('succeeded');
    expect(totalsAddUp(run)).toBe(true);
    expect(exported()).toEqual(await wanted());
    expect(unfinishedFiles()).toEqual([]);
  });

  it('is empty but for its header when nothing passes the filter any more', async () => {
    await database.query(`update ${table} set total_spent = 1`);
    const run = await runToEnd();
    expect(run.totals.written).toBe(0);
    expect(exported()).toEqual([]);
  });
});
