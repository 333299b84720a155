import { flowRoutes, runRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { connect } from './harness/connections.ts';
import { makeCopy } from './harness/copy.ts';
import { checkInvariants } from './harness/invariants.ts';
import { type Person, startSaas } from './harness/saas.ts';
import { openWorld } from './harness/world.ts';

const rows = 64;
const unmappable = 5;
const refused = 33;

it('gives up one record that can not be mapped and one that spoils its whole batch, and delivers all others', async () => {
  await using world = await openWorld('scenario 9', { workers: 'inside' });
  const copy = await makeCopy(world.database, rows);
  await world.database.query(`update ${copy.source} set name = 'nine' where id = $1`, [unmappable]);
  await world.database.query(`update ${copy.source} set name = '9' where id <> $1`, [unmappable]);
  await using saas = await startSaas(world.database.url, copy);
  const taken = new Map<number, number>();
  saas.fault = ({ method, body }) => {
    if (method !== 'POST') return null;
    const people = body as Person[];
    if (people.some(({ id }) => Number(id) === refused))
      return { status: 400, body: { message: 'The list is not valid.' } };
    for (const { id } of people) taken.set(Number(id), (taken.get(Number(id)) ?? 0) + 1);
    return { status: 200, body: { ok: true } };
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
        map: {
          type: 'map',
          config: {
            fields: [
              { to: 'id', from: 'id' },
              { to: 'years', expression: '$number(name)', type: 'integer', required: 'dead-letter' },
            ],
          },
        },
        people: {
          type: 'http.send',
          connection: 'saas',
          config: { path: '/people', send: 'list', listSize: rows, idempotency: 'header' },
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
  expect(run).toMatchObject({ status: 'partial', totals: { read: rows, written: rows - 2, failed: 2 } });
  const letters = await world.api(runRoutes.listDeadLetters, { query: { run: id } });
  expect(letters.items.map(({ sourceKey }) => Number(sourceKey)).sort((a, b) => a - b)).toEqual([
    unmappable,
    refused,
  ]);
  expect(taken.size).toBe(rows - 2);
  expect([...taken.values()].every((times) => times === 1)).toBe(true);
  expect(saas.count('POST')).toBeLessThanOrEqual(1 + 2 * Math.log2(rows));
  await checkInvariants(world);
});
