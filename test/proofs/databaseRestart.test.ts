import { flowRoutes } from '@syncline/model';
import pg from 'pg';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { makeCopy } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { createSender, fullBody } from './harness/sender.ts';
import { openWorld } from './harness/world.ts';

it('goes on by itself when PostgreSQL crashes and comes back, three times in the middle of a load with webhooks arriving', async () => {
  await using world = await openWorld('database restart');
  const copy = await makeCopy(world.database, 6_000, { slowMs: 500 });
  world.copies.push(copy);
  const flow = await publishFlow(world.api, {
    syncline: 1,
    name: 'Load and hear',
    nodes: {
      hook: {
        type: 'webhook.trigger',
        config: {
          key: ['id'],
          record: 'person',
          opPath: 'type',
          deletes: ['deleted'],
          versionPath: 'n',
          versionKind: 'seq',
          fetchFrom: 'all',
        },
      },
      all: {
        type: 'postgres.schedule',
        connection: 'database',
        config: { read: 'table', table: copy.source, mode: 'full' },
      },
      map: mapPeople,
      copy: writeCopy(copy.target),
    },
    edges: [
      ['hook', 'map'],
      ['all', 'map'],
      ['map', 'copy'],
    ],
  });
  const sender = createSender(world, flow.endpoints.hook ?? '', {
    shuffleMs: 2_000,
    doubled: 0.2,
    bodyOf: fullBody,
  });
  const { edit } = createEditor(world, copy, 6_100);
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: { feeder: 'all' } });
  for (let crash = 1; crash <= 3; crash += 1) {
    const until = sender.edits() + 30;
    await sender.send(edit, () => sender.edits() < until, 30);
    // One of its processes dies: PostgreSQL drops every connection, and recovers from its log.
    const victim = new pg.Client(world.database.url);
    victim.on('error', () => undefined);
    await victim.connect();
    const found = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
    process.kill(found.rows[0]?.pid ?? 0, 'SIGKILL');
    await victim.end().catch(() => undefined);
    await world.database.reconnect();
  }
  await waitFor('the flow to be live', async () => {
    const state = await world.api(flowRoutes.getFlow, { params: { id: flow.id } });
    return state.state === 'live';
  });
  expect(await world.finished(id)).toMatchObject({ status: 'succeeded', totals: { failed: 0 } });
  await checkInvariants(world, { counted: 'no-more' });
});
