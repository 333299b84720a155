import { flowRoutes, streamRoutes } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { connect } from './harness/connections.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { type Fault, readPeople, startSaas } from './harness/saas.ts';
import { openWorld } from './harness/world.ts';

const rows = 600;
const html = '<!doctype html><title>Sign in</title><form></form>';

const bad: { what: string; fault: Fault; pauses?: string }[] = [
  { what: 'an empty list', fault: { status: 200, body: { items: [], next: null } }, pauses: 'guard' },
  { what: 'a page cut off in the middle', fault: { status: 200, body: '{"items":[{"id":1,"email":"a@exa' } },
  { what: 'an error with status 200', fault: { status: 200, body: { errors: [{ message: 'try later' }] } } },
  {
    what: 'errors with status 207',
    fault: { status: 207, body: { items: [], errors: [{ message: 'locked' }] } },
  },
  { what: 'a sign-in page', fault: { status: 200, body: html, headers: { 'content-type': 'text/html' } } },
  { what: 'an empty body', fault: { status: 200, body: '' } },
];

describe('a sweep that is answered with', () => {
  it('nonsense deletes nothing, counts nothing, and ends right once the answers are', async () => {
    await using world = await openWorld('bad listings', { workers: 'inside' });
    const copy = await makeCopy(world.database, rows);
    world.copies.push(copy);
    await using saas = await startSaas(world.database.url, copy);
    const flow = await publishFlow(
      world.api,
      {
        syncline: 1,
        name: 'Compare',
        nodes: { all: readPeople(), map: mapPeople, copy: writeCopy(copy.target) },
        edges: [
          ['all', 'map'],
          ['map', 'copy'],
        ],
      },
      { database: 'database', saas: await connect(world, saas.url) },
    );
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
    await world.finished(id);
    const params = { id: flow.id, node: 'all' };
    const state = () => world.api(flowRoutes.getFlow, { params: { id: flow.id } });
    for (const { what, fault, pauses } of bad) {
      const before = await readHistory(copy);
      const [through] = (await world.api(streamRoutes.listStreams, { params: { id: flow.id } })).items;
      const asked = saas.calls.length;
      // From the second page on, except where nothing at all is listed: a listing that breaks off must not look complete.
      saas.fault = ({ path, query }) =>
        path === '/people' && (pauses !== undefined || query.has('after')) ? fault : null;
      await world.api(streamRoutes.sweepStream, { params });
      await waitFor(`the sweep to meet ${what}`, async () => saas.calls.length > asked + (pauses ? 0 : 2));
      if (pauses) {
        await waitFor(`the flow to stop at ${what}`, async () => (await state()).pauseReason === pauses);
      }
      expect(await readHistory(copy), `writes after ${what}`).toEqual(before);
      const [now] = (await world.api(streamRoutes.listStreams, { params: { id: flow.id } })).items;
      expect(now?.verifiedThrough, `verified after ${what}`).toEqual(through?.verifiedThrough);
      saas.fault = () => null;
      if (pauses)
        await world.api(streamRoutes.decideGuard, { params: { id: flow.id }, body: { decision: 'reject' } });
      await waitFor(
        `the sweep after ${what} to be over`,
        async () => {
          const flowNow = await state();
          const last = flowNow.lastRun?.status ?? '';
          return flowNow.state === 'live' && !['queued', 'running', 'backoff', 'paused'].includes(last);
        },
        90_000,
      );
      expect(await readHistory(copy), `writes in the end after ${what}`).toEqual(before);
    }
    // And now what really is gone goes.
    await world.database.query(`delete from ${copy.source} where id <= 20`);
    await world.api(streamRoutes.sweepStream, { params });
    await waitFor('the gone ones to go', async () => (await readHistory(copy)).writes === rows + 20);
    await checkInvariants(world);
  });
});
