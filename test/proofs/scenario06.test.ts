import { flowRoutes, runRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { connect } from './harness/connections.ts';
import { makeCopy } from './harness/copy.ts';
import { mapPeople } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { type Person, startSaas } from './harness/saas.ts';
import { openWorld } from './harness/world.ts';

const refused = new Set([7, 70, 170]);
const leftOut = new Set([50, 199]);

it('keeps three refused of a batch of 200, asks again about the two the answer leaves out, and sends none of the others twice', async () => {
  await using world = await openWorld('scenario 6', { workers: 'inside' });
  const copy = await makeCopy(world.database, 200);
  await using saas = await startSaas(world.database.url, copy);
  const sent = new Map<number, number>();
  saas.fault = ({ method, body }) => {
    if (method !== 'POST') return null;
    const results = (body as Person[]).map((person) => {
      const id = Number(person.id);
      const times = (sent.get(id) ?? 0) + 1;
      sent.set(id, times);
      if (refused.has(id)) return { status: 422, error: { message: 'This address is on the block list.' } };
      return leftOut.has(id) && times === 1 ? null : { status: 201, id };
    });
    return { status: 207, body: { results } };
  };
  const flow = await publishFlow(
    world.api,
    {
      syncline: 1,
      name: 'Send lists',
      nodes: {
        source: {
          type: 'postgres.schedule',
          connection: 'database',
          config: { read: 'table', table: copy.source, mode: 'full' },
        },
        map: mapPeople,
        people: {
          type: 'http.send',
          connection: 'saas',
          config: {
            path: '/people',
            send: 'list',
            listSize: 200,
            answers: 'per-item',
            resultsPath: 'results',
            idempotency: 'header',
          },
        },
      },
      edges: [
        ['source', 'map'],
        ['map', 'people'],
      ],
    },
    { database: 'database', saas: await connect(world, saas.url) },
  );
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
  const run = await world.finished(id);
  expect(run).toMatchObject({ status: 'partial', totals: { read: 200, written: 197, failed: 3 } });
  const letters = await world.api(runRoutes.listDeadLetters, { query: { run: id } });
  expect(letters.items.map(({ key }) => Number(key)).sort((a, b) => a - b)).toEqual([...refused]);
  expect(sent.size).toBe(200);
  for (const [person, times] of sent) expect(times, `record ${person}`).toBe(leftOut.has(person) ? 2 : 1);
  await checkInvariants(world, { counted: 'unknown' });
});
