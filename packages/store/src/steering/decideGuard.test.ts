import type { Lease } from '@syncline/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyPage } from '../testing/emptyPage.ts';
import { publishSynced } from '../testing/publishSynced.ts';
import { openFixture, type StoreFixture } from '../testing/storeFixture.ts';

let fixture: StoreFixture;
let flowId: string;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  flowId = (await publishSynced(fixture)).id;
});

const ports = () => fixture.store.ports;
const feeders = () => fixture.store.feeders;

async function acquire(): Promise<Lease> {
  const lease = await ports().leases.acquire(flowId, 0, 'worker', 60_000);
  if (lease === null) throw new Error('no lease');
  return lease;
}

const destinationId = async () =>
  (
    await fixture.rows<{ id: string }>(
      `select id::text from syncline.destination where flow_id = $1 and node = 'target'`,
      [flowId],
    )
  )[0]?.id ?? '';

describe('a flow that stopped before deleting many records', () => {
  const stop = async () => {
    const runId = await feeders().sweepNow(flowId, 'shop');
    const lease = await acquire();
    await ports().runs.begin(lease, runId, null, 'worker');
    await ports().runs.wait(lease, runId, {
      status: 'paused',
      resumesAt: null,
      tries: 0,
      reason: 'guard',
      note: 'n',
    });
    const detail = { runId, node: 'target', count: 200, known: 1000, keys: ['a'] };
    await ports().flows.pause(lease, 'guard', 'About to delete 200 of 1,000 records.', detail);
    await ports().leases.release(lease);
    return runId;
  };
  const detail = async () =>
    (await fixture.rows('select pause_detail from syncline.flow where id = $1', [flowId]))[0];

  it('deletes them once a person says so, in that run', async () => {
    const runId = await stop();
    const stopped = await fixture.store.flows.get(flowId);
    expect(stopped.guard).toEqual({ runId, node: 'target', count: 200, known: 1000, keys: ['a'] });
    const flow = await fixture.store.flows.decideGuard(flowId, 'approve');
    expect(flow).toMatchObject({ state: 'live', pauseReason: null, guard: null });
    expect(await ports().runs.open(flowId, 0)).toMatchObject([{ runId, deletesApproved: true }]);
    expect(await detail()).toEqual({ pause_detail: null });
  });

  it('ends a run that found nothing at all when a person says no, and asks again after a plain resume', async () => {
    const runId = await stop();
    await fixture.store.flows.resume(flowId);
    expect(await ports().runs.open(flowId, 0)).toMatchObject([{ runId, deletesApproved: false }]);
    const lease = await acquire();
    await ports().flows.pause(lease, 'guard', 'again', {
      runId,
      node: 'target',
      count: 1,
      known: 1,
      keys: [],
    });
    await ports().leases.release(lease);
    await fixture.store.flows.decideGuard(flowId, 'reject');
    expect(await ports().runs.open(flowId, 0)).toEqual([]);
    expect((await fixture.store.runs.get(runId)).status).toBe('cancelled');
  });

  it('goes on without deleting them when a person says no, in that run', async () => {
    const runId = await stop();
    await fixture.store.flows.decideGuard(flowId, 'reject');
    expect((await fixture.store.flows.get(flowId)).state).toBe('live');
    expect(await ports().runs.open(flowId, 0)).toMatchObject([
      { runId, deletesApproved: false, deletesRefused: true },
    ]);
  });

  it('obeys for what had come by then where its run has no end, and counts anew', async () => {
    const { sweeps, runs } = ports();
    const target = await destinationId();
    for (const allowed of [false, true]) {
      const lease = await acquire();
      const run = await runs.openRolling(lease, 'shop', 1, 'worker', 'live');
      await runs.settle(lease, {
        ...emptyPage(run.runId, run.pages),
        deleted: [{ destinationId: target, records: 40 }],
      });
      await runs.settle(lease, {
        ...emptyPage(run.runId, run.pages + 1),
        deleted: [{ destinationId: target, records: 2 }],
      });
      expect(await sweeps.deletedLately(target, 10)).toBe(42);
      const detail = { runId: run.runId, node: 'target', count: 200, known: 1000, keys: ['a'] };
      await ports().flows.pause(lease, 'guard', 'About to delete 200 of 1,000 records.', detail);
      await ports().leases.release(lease);
      await fixture.store.flows.decideGuard(flowId, allowed ? 'approve' : 'reject');
      expect(await sweeps.deletedLately(target, 10)).toBe(0);
      expect((await fixture.store.runs.get(run.runId)).status).toBe('running');
    }
    expect(await sweeps.words(target, 'shop')).toMatchObject([{ allowed: false }, { allowed: true }]);
    expect(await sweeps.words(target, 'nightly')).toEqual([]);
    await fixture.rows(`update syncline.delete_count set minute = minute - interval '11 minutes'`);
    expect(await sweeps.deletedLately(target, 10)).toBe(0);
  });

  it('is the only one that can be decided', async () => {
    await expect(fixture.store.flows.decideGuard(flowId, 'approve')).rejects.toMatchObject({
      code: 'conflict.state',
    });
    await fixture.store.flows.pause(flowId);
    await expect(fixture.store.flows.decideGuard(flowId, 'approve')).rejects.toMatchObject({
      code: 'conflict.state',
    });
  });
});
