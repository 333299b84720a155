import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { connect } from './harness/connections.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants, checkRerun } from './harness/invariants.ts';
import { readPeople, startSaas } from './harness/saas.ts';
import { openWorld } from './harness/world.ts';

it('delivers 2,500 records that changed at the same moment once, though the third page fails twice', async () => {
  await using world = await openWorld('scenario 5', { workers: 'inside' });
  const copy = await makeCopy(world.database, 2_500);
  world.copies.push(copy);
  await world.database.query(`update ${copy.source} set updated_at = '2026-01-01T00:00:00Z'`);
  await using saas = await startSaas(world.database.url, copy);
  const flow = await publishFlow(
    world.api,
    {
      syncline: 1,
      name: 'Read all people',
      nodes: { all: readPeople(), map: mapPeople, copy: writeCopy(copy.target) },
      edges: [
        ['all', 'map'],
        ['map', 'copy'],
      ],
    },
    { database: 'database', saas: await connect(world, saas.url) },
  );
  const asked = saas.calls.length;
  let failures = 2;
  saas.fault = ({ query }) => {
    if (query.get('after') !== '400' || failures === 0) return null;
    failures -= 1;
    return { status: 500, body: { message: 'Something broke.' } };
  };
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
  const run = await world.finished(id);
  expect(run).toMatchObject({ status: 'succeeded', totals: { read: 2_500, written: 2_500 } });
  expect(failures).toBe(0);
  expect(await readHistory(copy)).toMatchObject({ writes: 2_500, doubled: 0 });
  // Each page was asked for once, and the third one twice more.
  expect(saas.calls.length - asked).toBe(13 + 2);
  await checkInvariants(world);
  await checkRerun(world, flow.id, 'all');
});
