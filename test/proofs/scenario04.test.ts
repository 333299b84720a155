import { flowRoutes } from '@syncline/model';
import pg from 'pg';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { openWorld } from './harness/world.ts';

it('brings a row whose transaction commits after five reads have passed its time, with the next read', async () => {
  await using world = await openWorld('scenario 4', { workers: 'inside' });
  const copy = await makeCopy(world.database, 50);
  world.copies.push(copy);
  const flow = await publishFlow(world.api, {
    syncline: 1,
    name: 'Read what changed',
    nodes: {
      source: {
        type: 'postgres.schedule',
        connection: 'database',
        config: { read: 'table', table: copy.source, mode: 'incremental', cursor: 'updated_at' },
      },
      map: mapPeople,
      copy: writeCopy(copy.target),
    },
    edges: [
      ['source', 'map'],
      ['map', 'copy'],
    ],
  });
  const read = async () => {
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
    const run = await world.finished(id);
    expect(run.status).toBe('succeeded');
    return run.totals.written;
  };
  const insert = (id: number) =>
    `insert into ${copy.source} (id, email, name, n) values (${id}, 'late@example.test', 'Late', 1)`;
  expect(await read()).toBe(50);

  const slow = new pg.Client(world.database.url);
  await slow.connect();
  await slow.query('begin');
  await slow.query(insert(1000));
  for (let poll = 1; poll <= 5; poll += 1) {
    await world.database.query(insert(1000 + poll));
    await read();
    const [cursor] = await world.database.query<{ past: boolean }>(
      `select (value ->> 'at')::timestamptz >= (select updated_at from ${copy.source} where id = 1001) as past
       from syncline.cursor where node = 'source'`,
    );
    expect(cursor?.past, 'the cursor went past a transaction that is still open').toBe(false);
  }
  await slow.query('commit');
  await slow.end();
  expect(await read()).toBeGreaterThanOrEqual(1);
  await checkInvariants(world);
});
