import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { hearPeople, mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { createSender, fullBody } from './harness/sender.ts';
import { openWorld } from './harness/world.ts';

it('keeps what arrives while a flow is paused, over a restart, and delivers the newest of it when it goes on', async () => {
  await using world = await openWorld('I18, a pause', { workers: 1 });
  const copy = await makeCopy(world.database, 0);
  world.copies.push(copy);
  const flow = await publishFlow(world.api, {
    syncline: 1,
    name: 'Hear',
    nodes: {
      hook: hearPeople(),
      map: mapPeople,
      copy: writeCopy(copy.target),
    },
    edges: [
      ['hook', 'map'],
      ['map', 'copy'],
    ],
  });
  const sender = createSender(world, flow.endpoints.hook ?? '', {
    shuffleMs: 2_000,
    doubled: 0.3,
    bodyOf: fullBody,
  });
  const { edit } = createEditor(world, copy, 40);
  const send = (edits: number) => {
    const end = sender.edits() + edits;
    return sender.send(edit, () => sender.edits() < end, 60);
  };
  await send(60);
  await checkInvariants(world);
  await world.api(flowRoutes.pauseFlow, { params: { id: flow.id } });
  // The worker hears of it with its next heartbeat, and gives the flow back.
  await waitFor('the worker to have stopped', async () => {
    const held = await world.database.query(
      'select 1 from syncline.flow_part where flow_id = $1 and owner is not null and until > now()',
      [flow.id],
    );
    return held.length === 0;
  });
  const before = await readHistory(copy);
  await Promise.all([
    send(150),
    (async () => {
      await world.killWeb();
      await world.restartWeb();
    })(),
  ]);
  const state = await world.api(flowRoutes.getFlow, { params: { id: flow.id } });
  expect(state).toMatchObject({ state: 'paused', pauseReason: 'user' });
  expect(state.waitingEvents).toBeGreaterThanOrEqual(150);
  expect(await readHistory(copy)).toEqual(before);
  await world.api(flowRoutes.resumeFlow, { params: { id: flow.id } });
  await waitFor('the inbox to be empty', async () => {
    const now = await world.api(flowRoutes.getFlow, { params: { id: flow.id } });
    return now.waitingEvents === 0;
  });
  await checkInvariants(world);
  expect(sender.kept()).toBeGreaterThanOrEqual(210);
});
