import { runRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { makeCopy } from './harness/copy.ts';
import { readAll } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { openWorld } from './harness/world.ts';

it('runs once for the hours it was down, with two processes starting together, and shows what it missed', async () => {
  await using world = await openWorld('scenario 13', { workers: 0 });
  const copy = await makeCopy(world.database, 100);
  world.copies.push(copy);
  const flow = await publishFlow(world.api, readAll(copy, { cron: '0 * * * *' }));
  await world.killWeb();
  // Three hours pass.
  await world.database.query(
    `update syncline.schedule set next_slot = date_trunc('hour', now()) - interval '2 hours' where flow_id = $1`,
    [flow.id],
  );
  await Promise.all([world.restartWeb(), world.startWorker(), world.startWorker()]);
  const runs = await waitFor('the run that makes up for it', async () => {
    const { items } = await world.api(runRoutes.listRuns, { query: { flow: flow.id } });
    return items.some(({ status }) => status === 'succeeded') && items;
  });
  expect(runs.filter(({ status }) => status === 'succeeded')).toHaveLength(1);
  expect(runs.filter(({ status }) => status === 'missed')).toHaveLength(2);
  expect(runs).toHaveLength(3);
  await checkInvariants(world);
});
