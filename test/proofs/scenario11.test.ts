import { approvalRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { tellProof } from './harness/report.ts';
import { openWorld } from './harness/world.ts';

const rows = 20;
const deaths = ['after-settle:1', 'before-write:1', 'after-write:1'] as const;

it('delivers each approved record once although workers die while it is parked and released, and two people approve it', async () => {
  await using world = await openWorld('scenario 11', { workers: 0 });
  const copy = await makeCopy(world.database, rows);
  world.copies.push(copy);
  const flow = await publishFlow(world.api, {
    syncline: 1,
    name: 'Ask first',
    nodes: {
      hook: { type: 'webhook.trigger', config: { key: ['id'], versionPath: 'n', versionKind: 'seq' } },
      map: mapPeople,
      ask: { type: 'approve', config: {} },
      copy: writeCopy(copy.target),
    },
    edges: [
      ['hook', 'map'],
      ['map', 'ask'],
      ['ask', 'copy'],
    ],
  });
  const people = await world.database.query(`select id::int, email, name, n::int from ${copy.source}`);
  for (const person of people) {
    const answer = await fetch(new URL(flow.endpoints.hook ?? '', world.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
    });
    expect(answer.status).toBe(202);
  }
  const [parking, before, after] = deaths;
  await world.death(await world.startWorker({ dies: parking }), parking);
  const releasing = await world.startWorker({ dies: before });
  const waiting = await waitFor('all to wait for a person', async () => {
    const { items } = await world.api(approvalRoutes.listApprovals, { query: { flow: flow.id, limit: 100 } });
    return items.length === rows && items;
  });
  expect((await readHistory(copy)).writes).toBe(0);
  const decisions = waiting.flatMap(({ id, contentHash }) =>
    [1, 2].map(() =>
      world.api(approvalRoutes.decideApproval, {
        params: { id },
        body: { decision: 'approve', contentHash },
      }),
    ),
  );
  expect((await Promise.all(decisions)).every(({ state }) => state === 'approved')).toBe(true);
  await world.death(releasing, before);
  await world.death(await world.startWorker({ dies: after }), after);
  await world.startWorker();
  await waitFor('all to be delivered', async () => (await readHistory(copy)).writes >= rows, 60_000);
  await checkInvariants(world);
  expect((await readHistory(copy)).writes).toBe(rows);
  const delivered = await world.database.query<{ key: string; hash: string }>(
    `select key, hash from syncline.ledger join syncline.destination on destination.id = destination_id where node = 'copy'`,
  );
  const hashes = (all: { key: string; hash: string }[]) => new Map(all.map(({ key, hash }) => [key, hash]));
  expect(hashes(delivered), 'I15 what was delivered is what was approved').toEqual(
    hashes(waiting.map(({ key, contentHash }) => ({ key, hash: contentHash }))),
  );
  await tellProof(world);
});
