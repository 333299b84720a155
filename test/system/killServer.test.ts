import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startDatabase } from '../harness/database.ts';
import { publishFlow } from '../harness/flows.ts';
import { freePort, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

const posts = 5_000;
const kills = 5;

it(`delivers every acknowledged one of ${posts} webhooks exactly once although the server is killed ${kills} times`, async () => {
  using folder = temporaryFolder();
  await using database = await startDatabase(folder.path);
  await database.query('create schema hooks');
  await database.query(
    'create table hooks.target (id text primary key, email text, writes int not null default 0)',
  );
  await database.query(`create function hooks.count_write() returns trigger language plpgsql as $$
    begin new.writes := coalesce(old.writes, 0) + 1; return new; end $$`);
  await database.query(
    'create trigger count_write before insert or update on hooks.target for each row execute function hooks.count_write()',
  );

  const port = await freePort();
  const options = { dataFolder: `${folder.path}/data`, databaseUrl: database.url, port };
  let server = await startSyncline(options);
  const flow = await publishFlow(server.api, {
    syncline: 1,
    name: 'Kill the server',
    nodes: {
      hook: { type: 'webhook.trigger', config: { key: ['id'] } },
      map: {
        type: 'map',
        config: {
          fields: [
            { to: 'id', from: 'id', type: 'text' },
            { to: 'email', from: 'email', steps: ['email'] },
          ],
        },
      },
      target: {
        type: 'postgres.upsert',
        connection: 'database',
        config: { table: 'hooks.target', key: ['id'] },
      },
    },
    edges: [
      ['hook', 'map'],
      ['map', 'target'],
    ],
  });
  const address = new URL(flow.endpoints.hook ?? '', server.url).href;

  // Every id is posted until it was acknowledged; a reset connection may have been stored or not, so it is posted again.
  const acknowledged = new Set<number>();
  let next = 1;
  const post = async (id: number): Promise<void> => {
    for (;;) {
      try {
        const answer = await fetch(address, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'webhook-id': `msg-${id}` },
          body: JSON.stringify({ id: `n-${id}`, email: `User${id}@Example.test` }),
          signal: AbortSignal.timeout(10_000),
        });
        await answer.arrayBuffer();
        if (answer.ok) {
          acknowledged.add(id);
          return;
        }
        expect(answer.status).toBe(503);
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      }
      await sleep(50);
    }
  };
  const sender = async () => {
    while (next <= posts) {
      const id = next;
      next += 1;
      await post(id);
      await sleep(20);
    }
  };
  const senders = Array.from({ length: 16 }, sender);
  for (let kill = 1; kill <= kills; kill += 1) {
    await waitFor('posts', async () => acknowledged.size >= (posts / (kills + 1)) * kill, 120_000, 20);
    await server.kill();
    server = await startSyncline(options);
  }
  await Promise.all(senders);
  await using _server = server;
  expect(acknowledged.size).toBe(posts);

  await waitFor(
    'all of them in the destination',
    async () => {
      const [row] = await database.query<{ n: number }>('select count(*)::int as n from hooks.target');
      return row?.n === posts;
    },
    90_000,
  );
  const [state] = await database.query<{ present: number; once: number }>(
    'select count(*)::int as present, count(*) filter (where writes = 1)::int as once from hooks.target',
  );
  expect(state).toEqual({ present: posts, once: posts });
}, 420_000);
