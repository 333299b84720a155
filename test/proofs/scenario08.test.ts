import { connectionRoutes, flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { connect } from './harness/connections.ts';
import { makeCopy } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { putPeople, readPeople, startSaas } from './harness/saas.ts';
import { startTokens } from './harness/tokens.ts';
import { openWorld, plantedSecret } from './harness/world.ts';

const newKey = 'the-new-planted-key-71aa';

it('stops when the key of a connection is revoked, says so, and loses nothing when it is replaced', async () => {
  await using world = await openWorld('scenario 8', { workers: 'inside' });
  const copies = [
    await makeCopy(world.database, 900, { name: 'one' }),
    await makeCopy(world.database, 900, { name: 'two' }),
  ];
  world.copies.push(...copies);
  // Both tables hold the same people, and one vendor serves them.
  const [one, two] = copies;
  if (!one || !two) throw new Error('two copies');
  await using saas = await startSaas(world.database.url, one);
  let key = plantedSecret;
  let served = 0;
  saas.fault = ({ token }) => {
    served += 1;
    return token === `Bearer ${key}` ? null : { status: 401, body: { message: `${token} is not valid` } };
  };
  const connection = await connect(world, saas.url);
  const flows = [];
  for (const { target } of copies)
    flows.push(
      await publishFlow(
        world.api,
        {
          syncline: 1,
          name: `Read into ${target}`,
          nodes: { all: readPeople(), map: mapPeople, copy: writeCopy(target) },
          edges: [
            ['all', 'map'],
            ['map', 'copy'],
          ],
        },
        { database: 'database', saas: connection },
      ),
    );
  // The second page of the first run is the last the old key sees.
  const until = served + 1;
  const { fault } = saas;
  saas.fault = (call) => {
    if (served === until) key = newKey;
    return fault(call);
  };
  const [first] = flows;
  if (!first) throw new Error('no flow');
  const runs = [await world.api(flowRoutes.runFlow, { params: { id: first.id }, body: {} })];
  // The others stop with it, though none of them has met the refusal.
  for (const { id } of flows) {
    const paused = await waitFor('the flow to stop', async () => {
      const flow = await world.api(flowRoutes.getFlow, { params: { id } });
      return flow.state === 'paused' && flow;
    });
    expect(paused).toMatchObject({ pauseReason: 'auth', refusedBy: connection });
  }
  const params = { id: connection };
  // One thing tells of it, with all that stands still.
  const told = (await world.api(connectionRoutes.listConnections, {})).items.filter(
    ({ state }) => state === 'failing',
  );
  expect(told).toMatchObject([{ id: connection }]);
  expect(told[0]?.pausedFlows.map(({ id }) => id).toSorted()).toEqual(flows.map(({ id }) => id).toSorted());
  const asked = served;
  await world.api(connectionRoutes.updateConnection, {
    params,
    body: { name: 'saas', kind: 'http', config: { baseUrl: saas.url, auth: 'bearer', token: newKey } },
  });
  // A flow that is stopped leaves the vendor alone.
  expect(served).toBe(asked);
  expect((await world.api(connectionRoutes.checkConnection, { params })).ok).toBe(true);
  const { resumed } = await world.api(connectionRoutes.resumeConnection, { params });
  expect(resumed).toHaveLength(flows.length);
  for (const { id } of flows.slice(1))
    runs.push(await world.api(flowRoutes.runFlow, { params: { id }, body: {} }));
  for (const { id } of runs) {
    const run = await world.finished(id);
    expect(run).toMatchObject({ status: 'succeeded', totals: { read: 900, written: 900, failed: 0 } });
  }
  await checkInvariants(world, { secrets: [newKey] });
});

it('fetches one new token each time that the vendor ends one under eight parts at work, and nothing is lost, doubled or stopped', async () => {
  await using world = await openWorld('scenario 8, tokens', {
    workers: 'inside',
    environment: { SYNCLINE_WORKERS: '8' },
  });
  const copy = await makeCopy(world.database, 1600);
  world.copies.push(copy);
  await using saas = await startSaas(world.database.url, copy);
  await using tokens = await startTokens('planted-app', plantedSecret);
  const ends = [400, 1000];
  const written = new Map<string, number>();
  const refused = new Map<string | null, number>();
  let puts = 0;
  // Answers take a moment, so that each part has several calls under way when a token ends.
  saas.delayMs = 5;
  saas.fault = ({ method, path, token }) => {
    if (!tokens.takes(token)) {
      refused.set(token, (refused.get(token) ?? 0) + 1);
      return { status: 401, body: { message: `${token} is not valid` } };
    }
    if (method === 'PUT') {
      written.set(path, (written.get(path) ?? 0) + 1);
      puts += 1;
      if (ends.includes(puts)) tokens.revoke();
    }
    return null;
  };
  const app = { auth: 'oauth', tokenUrl: tokens.url, clientId: 'planted-app', clientSecret: plantedSecret };
  const connection = await connect(world, saas.url, 'saas', { ...app, token: undefined });
  const flow = await publishFlow(
    world.api,
    {
      syncline: 1,
      name: 'Put people by an app',
      settings: { parts: 8 },
      nodes: { all: readPeople(), map: mapPeople, put: putPeople() },
      edges: [
        ['all', 'map'],
        ['map', 'put'],
      ],
    },
    { saas: connection },
  );
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
  expect(await world.finished(id)).toMatchObject({
    status: 'succeeded',
    totals: { read: 1600, written: 1600, failed: 0 },
  });
  expect(tokens).toMatchObject({ refused: 0, given: { length: 1 + ends.length } });
  // Each end was met by many calls at once, and each of those was sent once more.
  expect([...refused.keys()]).toEqual(tokens.given.slice(0, -1).map((token) => `Bearer ${token}`));
  for (const count of refused.values()) expect(count).toBeGreaterThanOrEqual(8);
  expect(written.size).toBe(1600);
  expect([...written.values()].filter((count) => count > 1)).toEqual([]);
  expect(await world.api(flowRoutes.getFlow, { params: { id: flow.id } })).toMatchObject({ state: 'live' });
  const { items } = await world.api(connectionRoutes.listConnections, {});
  expect(items.filter(({ state }) => state === 'failing')).toEqual([]);
  const pair = Buffer.from(`planted-app:${plantedSecret}`).toString('base64');
  await checkInvariants(world, { secrets: [...tokens.given, pair] });
});
