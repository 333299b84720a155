import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import type { TestDatabase } from '../harness/database.ts';
import { publishFlow } from '../harness/flows.ts';
import { freePort, startSyncline } from '../harness/serverProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { percentile, type Report } from './report.ts';

const relayScript = fileURLToPath(new URL('handWrittenRelay.ts', import.meta.url));

const target = (name: string) =>
  `create table bench.${name} (id bigint primary key, email text, sent float8, arrived timestamptz not null default clock_timestamp())`;

/** Every post has a fresh id, so that nothing can be coalesced away. */
let nextId = 1;
const body = () =>
  JSON.stringify({ id: nextId++, email: ' Someone@Example.test ', sent: Date.now(), note: 'x'.repeat(200) });

async function openThrottle(url: string, seconds: number) {
  const result = await autocannon({
    url,
    method: 'POST',
    connections: 64,
    duration: seconds,
    headers: { 'content-type': 'application/json' },
    setupClient: (client) => client.setBody(body()),
    requests: [{ setupRequest: (request) => ({ ...request, body: body() }) }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} errors`);
  return {
    rate: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    sent: result['2xx'],
  };
}

/** Posts at a fixed rate and gives milliseconds from sending to the row in the destination. */
async function endToEnd(
  database: TestDatabase,
  url: string,
  table: string,
  perSecond: number,
  seconds: number,
): Promise<number[]> {
  const first = nextId;
  const total = perSecond * seconds;
  const started = performance.now();
  const open: Promise<unknown>[] = [];
  for (let sent = 0; sent < total; sent += 1) {
    const due = started + (sent * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    open.push(
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: body() }).then(
        async (answer) => {
          await answer.arrayBuffer();
          if (!answer.ok) throw new Error(`refused with ${answer.status}`);
        },
      ),
    );
  }
  await Promise.all(open);
  await waitFor('all in the destination', async () => {
    const [row] = await database.query<{ n: number }>(
      `select count(*)::int as n from bench.${table} where id >= ${first}`,
    );
    return row?.n === total;
  });
  const rows = await database.query<{ ms: number }>(
    `select extract(epoch from arrived) * 1000 - sent as ms from bench.${table} where id >= ${first}`,
  );
  // The first second warms caches and compilers on both sides.
  return rows.slice(perSecond).map((row) => Number(row.ms));
}

async function measure(name: string, url: string, database: TestDatabase, table: string, report: Report) {
  await endToEnd(database, url, table, 50, 2);
  const at200 = await endToEnd(database, url, table, 200, 8);
  report.figure(`${name}: to the destination at 200/s, p50`, percentile(at200, 0.5), 'ms');
  report.figure(`${name}: to the destination at 200/s, p99`, percentile(at200, 0.99), 'ms');
  const before = nextId;
  const open = await openThrottle(url, 8);
  report.figure(`${name}: intake at open throttle`, open.rate, 'posts/s');
  report.figure(`${name}: answer at open throttle, p99`, open.p99, 'ms');
  const drained = performance.now();
  await waitFor(
    'the backlog',
    async () => {
      const [row] = await database.query<{ n: number }>(
        `select count(*)::int as n from bench.${table} where id >= ${before}`,
      );
      return (row?.n ?? 0) >= open.sent;
    },
    300_000,
  );
  report.figure(`${name}: backlog worked off after`, (performance.now() - drained) / 1000, 's');
  return open.rate;
}

/** Webhook intake and end-to-end latency beside a hand-written relay that also commits before it answers. */
export async function benchWebhooks(
  database: TestDatabase,
  folder: string,
  report: Report,
  profile?: string,
): Promise<void> {
  report.line('\nWebhooks, committed before the answer');
  await database.query('create schema if not exists bench');
  await database.query('drop table if exists bench.relay_target, bench.relay_inbox, bench.hook_target');
  await database.query(target('relay_target'));
  const port = await freePort();
  const relay = spawn(process.execPath, [relayScript, database.url, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(relay.stdout, 'data');
  const relayRate = await measure('relay', `http://127.0.0.1:${port}/`, database, 'relay_target', report);
  relay.kill('SIGTERM');
  await once(relay, 'exit');

  await database.query(target('hook_target'));
  await using server = await startSyncline({
    dataFolder: `${folder}/hooks`,
    databaseUrl: database.url,
    ...(profile === undefined ? {} : { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${profile}`] }),
  });
  const flow = await publishFlow(server.api, {
    syncline: 1,
    name: 'Bench webhooks',
    nodes: {
      hook: { type: 'webhook.trigger', config: { key: ['id'] } },
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
        config: { table: 'bench.hook_target', key: ['id'] },
      },
    },
    edges: [
      ['hook', 'map'],
      ['map', 'target'],
    ],
  });
  const address = new URL(flow.endpoints.hook ?? '', server.url).href;
  const rate = await measure('Syncline', address, database, 'hook_target', report);
  report.figure('Syncline / relay, intake', rate / relayRate, 'x');
}
