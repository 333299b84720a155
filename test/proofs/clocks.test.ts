import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { differences, makeCopy } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants, checkRerun } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { createSender, fullBody } from './harness/sender.ts';
import { openWorld } from './harness/world.ts';

const shiftClock = new URL('harness/shiftClock.ts', import.meta.url).href;

it('ends right with workers whose clocks are an hour apart and jump every five seconds', async () => {
  await using world = await openWorld('clocks', { workers: 0 });
  const copy = await makeCopy(world.database, 6_000, { slowMs: 400 });
  world.copies.push(copy);
  for (const SYNCLINE_CLOCK of ['-47', '65'])
    await world.startWorker({ imports: shiftClock, environment: { SYNCLINE_CLOCK } });
  const flow = await publishFlow(world.api, {
    syncline: 1,
    name: 'Load and hear',
    settings: { parts: 2 },
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
    shuffleMs: 3_000,
    doubled: 0.3,
    bodyOf: fullBody,
  });
  const { edit } = createEditor(world, copy, 6_100);
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: { feeder: 'all' } });
  await sender.send(edit, () => sender.edits() < 250, 25);
  expect(await world.finished(id)).toMatchObject({ status: 'succeeded', totals: { failed: 0 } });
  await waitFor('the copy to be equal', async () => (await differences(copy)) === 0, 60_000);
  await checkInvariants(world, { counted: 'no-more' });
  await checkRerun(world, flow.id, 'all');
});
