import { flowRoutes, runRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { connect } from './harness/connections.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { hearPeople, mapPeople } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { tell } from './harness/report.ts';
import { putPeople, startSaas } from './harness/saas.ts';
import { openWorld } from './harness/world.ts';

const records = 400;

it('brings a live change to a system of ten writes a second within seconds, though a load has the record in its hands for most of a minute', async () => {
  await using world = await openWorld('a slow system', { workers: 'inside' });
  const copy = await makeCopy(world.database, records);
  world.copies.push(copy);
  await using saas = await startSaas(world.database.url, copy);
  saas.delayMs = 200;
  const flow = await publishFlow(
    world.api,
    {
      syncline: 1,
      name: 'Load and hear',
      nodes: {
        hook: hearPeople({ fetchFrom: 'all' }),
        all: {
          type: 'postgres.schedule',
          connection: 'database',
          config: { read: 'table', table: copy.source, mode: 'full' },
        },
        map: mapPeople,
        send: putPeople({ concurrency: 2 }),
      },
      edges: [
        ['hook', 'map'],
        ['all', 'map'],
        ['map', 'send'],
      ],
    },
    { database: 'database', saas: await connect(world, saas.url) },
  );
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: { feeder: 'all' } });
  await waitFor('the load to be under way', async () => saas.calls.length >= 20, 30_000, 20);

  // The last record of the only page; PostgreSQL tells whole numbers of eight bytes as text.
  const edit = { id: `${records}`, n: '2', name: 'Edited', email: 'edited@example.test' };
  await world.database.query(
    `update ${copy.source} set name = '${edit.name}', email = '${edit.email}', n = 2, updated_at = clock_timestamp()
     where id = ${edit.id}`,
  );
  const posted = performance.now();
  const answer = await fetch(new URL(flow.endpoints.hook ?? '', world.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'changed', n: 2, person: edit }),
  });
  expect(answer.status).toBeLessThan(300);
  const path = `/people/${records}`;
  await waitFor('the live change to arrive', async () => saas.count('PUT', path) > 0, 60_000, 10);
  const heldMs = performance.now() - posted;
  const before = saas.calls.length;
  // One batch of fifty is what it may have to wait for, and that takes five seconds.
  expect(heldMs).toBeLessThan(8_000);
  expect(before).toBeLessThan(120);
  expect(await world.run(id)).toMatchObject({ status: 'running' });

  // The load goes on at once, as slow as before; what is left then need not be waited for.
  await waitFor('the load to go on', async () => saas.calls.length >= before + 10, 3_000, 10);
  saas.delayMs = 0;
  const run = await world.finished(id);
  expect(run).toMatchObject({
    status: 'succeeded',
    totals: { read: records, written: records - 1, failed: 0 },
  });
  expect(saas.calls).toHaveLength(records);
  expect(await readHistory(copy)).toMatchObject({ writes: records, doubled: 0 });
  const { items } = await world.api(runRoutes.listRunLogs, { params: { id }, query: {} });
  expect(items.filter(({ level }) => level !== 'info')).toEqual([]);
  expect(
    items.filter(({ text }) => /live change of a record in this page goes first/.test(text)),
  ).toHaveLength(1);
  await checkInvariants(world);
  tell(
    `  the live change was held for ${(heldMs / 1000).toFixed(1)} s, by ${before - 20} writes of the load`,
  );
});
