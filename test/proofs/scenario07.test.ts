import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { connect } from './harness/connections.ts';
import { makeCopy } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { readPeople, startSaas } from './harness/saas.ts';
import { sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const waitS = sized(3, 7);

it('makes no call before the time an API asks to wait, and is not tired by waiting', async () => {
  await using world = await openWorld('scenario 7', { workers: 'inside' });
  const copy = await makeCopy(world.database, 100);
  world.copies.push(copy);
  await using saas = await startSaas(world.database.url, copy);
  const limit = (headers: Record<string, string>) => ({
    status: 429,
    body: { message: 'Too many.' },
    headers,
  });
  // Waits as told, and then more refusals in a row than there are tries: they use up none.
  const answers = [
    { least: waitS * 1000, headers: () => ({ 'retry-after': String(waitS) }) },
    {
      least: (waitS - 1) * 1000,
      headers: () => ({ 'retry-after': new Date(Date.now() + waitS * 1000).toUTCString() }),
    },
    { least: 1, headers: () => ({}) },
    ...Array.from({ length: 8 }, () => ({ least: 900, headers: () => ({ 'retry-after': '0' }) })),
  ];
  let refused = 0;
  const flow = await publishFlow(
    world.api,
    {
      syncline: 1,
      name: 'Read slowly',
      nodes: { all: readPeople(), map: mapPeople, copy: writeCopy(copy.target) },
      edges: [
        ['all', 'map'],
        ['map', 'copy'],
      ],
    },
    { database: 'database', saas: await connect(world, saas.url) },
  );
  const asked = saas.calls.length;
  saas.fault = () => {
    const next = answers[refused];
    if (next === undefined) return null;
    refused += 1;
    return limit(next.headers());
  };
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
  const run = await world.finished(id);
  expect(run).toMatchObject({ status: 'succeeded', totals: { read: 100, written: 100 } });
  expect(refused).toBe(answers.length);
  for (const [at, { least }] of answers.entries()) {
    const gap = (saas.calls[asked + at + 1]?.at ?? 0) - (saas.calls[asked + at]?.at ?? 0);
    expect(gap, `the wait after refusal ${at + 1}`).toBeGreaterThanOrEqual(least);
  }
  await checkInvariants(world);
});
