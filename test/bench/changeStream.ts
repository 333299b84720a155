import { setTimeout as sleep } from 'node:timers/promises';
import { streamRoutes } from '@syncline/model';
import type { TestDatabase } from '../harness/database.ts';
import { publishFlow } from '../harness/flows.ts';
import { startSyncline } from '../harness/serverProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { percentile, type Report } from './report.ts';

const perSecond = 20;
const seconds = 30;
/** Caches and compilers warm up meanwhile. */
const warmSeconds = 5;
const rows = 10_000;

/**
 * From the commit of a change at the source to the row in the destination, through a running server: the change log is
 * followed, stored in the inbox, mapped, guarded and written. Both times come from the clock of the database.
 */
export async function benchChangeStream(
  database: TestDatabase,
  folder: string,
  report: Report,
  profile?: string,
): Promise<void> {
  report.line(`\nChanges of a PostgreSQL table, ${perSecond}/s for ${seconds} s, ${rows} rows loaded before`);
  await database.query('create schema if not exists bench');
  await database.query('drop table if exists bench.stream_source, bench.stream_target');
  await database.query('create table bench.stream_source (id bigint primary key, email text, sent float8)');
  await database.query(
    `create table bench.stream_target (id bigint primary key, email text, sent float8,
      arrived timestamptz not null default clock_timestamp())`,
  );
  await database.query(
    `create or replace function bench.stamp() returns trigger language plpgsql as $$ begin
      new.arrived := clock_timestamp(); return new; end $$`,
  );
  await database.query(
    'create trigger stamp before update on bench.stream_target for each row execute function bench.stamp()',
  );
  await database.query(
    `insert into bench.stream_source select i, ' Someone' || i || '@Example.test', 0 from generate_series(1, ${rows}) i`,
  );
  await using server = await startSyncline({
    dataFolder: `${folder}/stream`,
    databaseUrl: database.url,
    ...(profile === undefined ? {} : { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${profile}`] }),
  });
  const began = performance.now();
  const flow = await publishFlow(server.api, {
    syncline: 1,
    name: 'Bench change stream',
    nodes: {
      people: { type: 'postgres.sync', connection: 'database', config: { table: 'bench.stream_source' } },
      map: {
        type: 'map',
        config: {
          fields: [
            { to: 'id', from: 'id', type: 'integer' },
            { to: 'email', from: 'email', steps: ['email'] },
            { to: 'sent', from: 'sent', type: 'decimal' },
          ],
        },
      },
      target: {
        type: 'postgres.upsert',
        connection: 'database',
        config: { table: 'bench.stream_target', key: ['id'] },
      },
    },
    edges: [
      ['people', 'map'],
      ['map', 'target'],
    ],
  });
  await waitFor(
    'the stream to be in sync',
    async () => {
      const { items } = await server.api(streamRoutes.listStreams, { params: { id: flow.id } });
      return items[0]?.state === 'in-sync';
    },
    60_000,
    50,
  );
  report.figure('published to in sync', (performance.now() - began) / 1000, 's');
  const times = await change(database);
  report.figure('change to destination, p50', percentile(times, 0.5), 'ms');
  report.figure('change to destination, p95', percentile(times, 0.95), 'ms');
  report.figure('change to destination, p99', percentile(times, 0.99), 'ms');
  report.figure('change to destination, longest', Math.max(...times), 'ms');
}

/** One row after the other at a fixed rate, each with the time of its statement. */
async function change(database: TestDatabase): Promise<number[]> {
  const total = perSecond * (warmSeconds + seconds);
  const started = performance.now();
  for (let sent = 1; sent <= total; sent += 1) {
    const wait = started + (sent * 1000) / perSecond - performance.now();
    if (wait > 1) await sleep(wait);
    await database.query(
      'update bench.stream_source set sent = extract(epoch from clock_timestamp()) * 1000 where id = $1',
      [sent],
    );
  }
  await waitFor('all changes in the destination', async () => {
    const [row] = await database.query<{ n: number }>(
      'select count(*)::int as n from bench.stream_target where sent > 0',
    );
    return row?.n === total;
  });
  const arrived = await database.query<{ ms: number }>(
    `select (extract(epoch from arrived) * 1000 - sent)::float8 as ms from bench.stream_target
     where id > ${warmSeconds * perSecond} and sent > 0`,
  );
  return arrived.map(({ ms }) => ms);
}
