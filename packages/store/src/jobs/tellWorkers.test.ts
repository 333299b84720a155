import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { publishSynced, syncedPublication } from '../testing/publishSynced.ts';
import { openFixture, type StoreFixture } from '../testing/storeFixture.ts';

let fixture: StoreFixture;
let flowId: string;
/** How often the workers of the flow were called, in another process. */
let calls = 0;
let stop: () => void;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  stop?.();
  flowId = (await publishSynced(fixture)).id;
  const other = await fixture.openAnother();
  calls = 0;
  stop = other.ports.jobs.onOrders(flowId, () => {
    calls += 1;
  });
  // The first who listens opens the connection, and hears so.
  await called();
});

/** Waits for a call, then forgets it. */
async function called(): Promise<void> {
  const end = Date.now() + 5_000;
  while (calls === 0) {
    if (Date.now() > end) throw new Error('nobody called');
    await new Promise((done) => setTimeout(done, 5));
  }
  calls = 0;
}

const runNow = async () =>
  (await fixture.store.runs.runNow(flowId, { feeder: 'nightly', startedBy: 'manual' })).id;
const hold = async () => {
  const lease = await fixture.store.ports.leases.acquire(flowId, 0, 'worker', 60_000);
  if (lease === null) throw new Error('no lease');
  return lease;
};

const asks: Record<string, () => Promise<unknown>> = {
  'a person pauses it': () => fixture.store.flows.pause(flowId),
  'another part of it met something that stops it': async () =>
    fixture.store.ports.flows.pause(await hold(), 'retries', 'no'),
  'it is published': () => fixture.store.flows.publish(flowId, syncedPublication()),
  'a run is cancelled': async () => {
    const id = await runNow();
    await hold();
    await fixture.store.runs.cancel(id);
  },
  'its loading is to wait': async () => {
    await fixture.store.feeders.steerBackfill(flowId, 'shop', { action: 'start' });
    await fixture.store.feeders.steerBackfill(flowId, 'shop', { action: 'pause' });
  },
  'it is deleted': () => fixture.store.flows.remove(flowId),
};

it.each(Object.keys(asks))('workers of a flow are called when %s', async (what) => {
  await asks[what]?.();
  await called();
});

it('those of other flows are left alone, and so are all when nothing is asked', async () => {
  const { id } = await publishSynced(fixture);
  await fixture.store.flows.pause(id);
  await runNow();
  // Words come in the order in which they were said.
  await fixture.store.flows.pause(flowId);
  await called();
  expect(calls).toBe(0);
});

it('and again after the connection they listen on broke, since anything may have been missed', async () => {
  await fixture.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen syncline_work'`,
  );
  await called();
  await fixture.store.flows.pause(flowId);
  await called();
});
