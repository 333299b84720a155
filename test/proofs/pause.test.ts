import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { differences, makeCopy, readHistory } from './harness/copy.ts';
import { follow, hearPeople, mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { createSender, fullBody } from './harness/sender.ts';
import { openWorld } from './harness/world.ts';

it('keeps webhooks and changes of a table that arrive while flows are paused, over a restart, and delivers the newest of them when they go on', async () => {
  await using world = await openWorld('I18, a pause', { workers: 1 });
  const copy = await makeCopy(world.database, 0);
  // The same table, followed by its change log.
  const followed = { ...(await makeCopy(world.database, 0, { name: 'followed' })), source: copy.source };
  world.copies.push(copy, followed);
  const following = await publishFlow(world.api, follow(followed));
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
  const inStep = () =>
    waitFor('the followed table to be equal', async () => (await differences(followed)) === 0);
  await send(60);
  await inStep();
  await checkInvariants(world);
  const flows = [flow.id, following.id];
  for (const id of flows) await world.api(flowRoutes.pauseFlow, { params: { id } });
  // The worker hears of it with its next heartbeat, and gives the flow back.
  await waitFor('the worker to have stopped', async () => {
    const held = await world.database.query(
      'select 1 from syncline.flow_part where owner is not null and until > now()',
    );
    return held.length === 0;
  });
  const histories = () => Promise.all(world.copies.map(readHistory));
  const before = await histories();
  await Promise.all([
    send(150),
    (async () => {
      await world.killWeb();
      await world.restartWeb();
    })(),
  ]);
  // A delete of what is gone already is told by the sender, and is nothing to the table.
  const least = { [flow.id]: 150, [following.id]: 120 };
  for (const [id, events] of Object.entries(least)) {
    const state = await waitFor('all of it to be in the inbox', async () => {
      const now = await world.api(flowRoutes.getFlow, { params: { id } });
      return now.waitingEvents >= events && now;
    });
    expect(state).toMatchObject({ state: 'paused', pauseReason: 'user' });
  }
  expect(await histories()).toEqual(before);
  for (const id of flows) await world.api(flowRoutes.resumeFlow, { params: { id } });
  await waitFor('the inbox to be empty', async () => {
    const now = await Promise.all(flows.map((id) => world.api(flowRoutes.getFlow, { params: { id } })));
    return now.every(({ waitingEvents }) => waitingEvents === 0);
  });
  await inStep();
  await checkInvariants(world);
  expect(sender.kept()).toBeGreaterThanOrEqual(210);
});
