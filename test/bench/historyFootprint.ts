import type { TestDatabase } from '../harness/database.ts';
import { publishFlow } from '../harness/flows.ts';
import type { SynclineProcess } from '../harness/serverProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import type { Report } from './report.ts';

const events = 20_000;
const atOnce = 50;

const flow = {
  syncline: 1,
  name: 'Bench footprint',
  nodes: {
    hook: { type: 'webhook.trigger', config: { key: ['id'] } },
    map: {
      type: 'map',
      config: {
        fields: [
          { to: 'id', from: 'id', type: 'integer' },
          { to: 'email', from: 'email', steps: ['email'] },
        ],
      },
    },
    target: {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: 'bench.footprint_target', key: ['id'] },
    },
  },
  edges: [
    ['hook', 'map'],
    ['map', 'target'],
  ],
};

/** Bytes that stay on disk for each webhook that went through well, by table; each event a record of its own. */
export async function measureFootprint(
  database: TestDatabase,
  server: SynclineProcess,
  report: Report,
): Promise<void> {
  await database.query('create schema if not exists bench');
  await database.query('drop table if exists bench.footprint_target');
  await database.query('create table bench.footprint_target (id bigint primary key, email text)');
  const published = await publishFlow(server.api, flow);
  const url = new URL(published.endpoints.hook ?? '', server.url).href;
  const before = await sizes(database);
  for (let first = 1; first <= events; first += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, offset) => post(url, first + offset)));
  await waitFor(
    'all in the destination',
    async () => {
      const [row] = await database.query<{ n: number }>(
        'select count(*)::int as n from bench.footprint_target',
      );
      return row?.n === events;
    },
    120_000,
  );
  const after = await sizes(database);
  const grown = [...after].map(([name, bytes]) => ({
    name,
    perEvent: (bytes - (before.get(name) ?? 0)) / events,
  }));
  const total = grown.reduce((sum, { perEvent }) => sum + perEvent, 0);
  const ledger = grown.find(({ name }) => name === 'ledger')?.perEvent ?? 0;
  report.figure('on disk per webhook that went well, all', total, 'B');
  report.figure('on disk per webhook that went well, ledger', ledger, 'B');
  report.figure('on disk per webhook that went well, history', total - ledger, 'B');
  const largest = grown.sort((one, other) => other.perEvent - one.perEvent).slice(0, 6);
  report.line(
    `  of which ${largest.map(({ name, perEvent }) => `${name} ${perEvent.toFixed(1)}`).join(', ')}`,
  );
}

async function post(url: string, id: number): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, email: `someone${id}@example.test`, note: 'x'.repeat(200) }),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`a webhook was refused with ${answer.status}`);
}

/** Size of each table of ours and of the job queue, partitions and indexes added up, after dead rows are gone. */
async function sizes(database: TestDatabase): Promise<Map<string, number>> {
  await database.query('vacuum');
  const rows = await database.query<{ name: string; bytes: string }>(
    `select coalesce(regexp_replace(root.relname, '_\\d{8}$', ''), child.relname) as name,
       sum(pg_total_relation_size(child.oid)) as bytes
     from pg_class as child
     left join pg_class as root on root.oid = pg_partition_root(child.oid)
     where child.relkind = 'r' and child.relnamespace::regnamespace::text in ('syncline', 'pgboss')
     group by 1`,
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}
