import { FencedError } from '@syncline/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openFixture,
  type PublishedFlow,
  publishSample,
  type StoreFixture,
} from '../testing/storeFixture.ts';

let fixture: StoreFixture;
let flow: PublishedFlow;

beforeAll(async () => {
  fixture = await openFixture();
  flow = await publishSample(fixture, { parts: 2 });
});
afterAll(() => fixture.close());

describe('the lease on a part of a flow', () => {
  it('is held by one worker at a time, for each part its own', async () => {
    const { leases } = fixture.store.ports;
    const first = await leases.acquire(flow.id, 0, 'one', 60_000);
    expect(first).toMatchObject({ flowId: flow.id, part: 0, owner: 'one', epoch: 1 });
    expect(await leases.acquire(flow.id, 0, 'two', 60_000)).toBeNull();
    const other = await leases.acquire(flow.id, 1, 'two', 60_000);
    expect(other?.part).toBe(1);
    if (first) await leases.release(first);
    const second = await leases.acquire(flow.id, 0, 'two', 60_000);
    expect(second?.epoch).toBe(2);
    if (second) await leases.release(second);
    if (other) await leases.release(other);
  });

  it('goes to exactly one of many who reach for it together', async () => {
    const { leases } = fixture.store.ports;
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => leases.acquire(flow.id, 0, `w${at}`, 60_000)),
    );
    const won = all.filter((lease) => lease !== null);
    expect(won).toHaveLength(1);
    if (won[0]) await leases.release(won[0]);
  });

  it('passes on when its owner stops for longer than its time, whose later writes then change nothing', async () => {
    const { leases, runs, flows } = fixture.store.ports;
    const run = await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' });
    const stopped = await leases.acquire(flow.id, 0, 'stopped', 50);
    if (!stopped) throw new Error('no lease');
    await runs.begin(stopped, run.id, null, 'stopped');
    await new Promise((done) => setTimeout(done, 80));
    const heir = await leases.acquire(flow.id, 0, 'heir', 60_000);
    expect(heir?.epoch).toBe(stopped.epoch + 1);

    expect(await leases.renew(stopped, 60_000)).toBeNull();
    const wait = { status: 'backoff', resumesAt: new Date(), tries: 1, reason: 'x', note: 'x' } as const;
    const end = { status: 'failed', reason: null, note: null } as const;
    const letter = { id: 'a', runId: run.id, part: 0, page: 0, node: 'target', records: [] };
    const attempt = { ...letter, destinationId: flow.destinationId, deadline: new Date() };
    await expect(runs.begin(stopped, run.id, null, 'stopped')).rejects.toThrow(FencedError);
    await expect(runs.openAttempt(stopped, attempt)).rejects.toThrow(FencedError);
    await expect(runs.closeAttempt(stopped, 'a', [])).rejects.toThrow(FencedError);
    await expect(runs.wait(stopped, run.id, wait)).rejects.toThrow(FencedError);
    await expect(runs.finishPart(stopped, run.id, end)).rejects.toThrow(FencedError);
    await expect(runs.openRolling(stopped, 'hook', 1, 'stopped', 'live')).rejects.toThrow(FencedError);
    await expect(flows.pause(stopped, 'auth', 'no')).rejects.toThrow(FencedError);
    // A release that comes too late does not take the lease from the heir.
    await leases.release(stopped);
    expect(await leases.renew(heir ?? stopped, 60_000)).not.toBeNull();

    const after = await runs.open(flow.id, 0);
    expect(after).toMatchObject([{ runId: run.id, status: 'running', recoveries: 1, tries: 0 }]);
    expect((await fixture.store.flows.get(flow.id)).state).toBe('live');
    if (heir) await leases.release(heir);
  });

  it('tells with each heartbeat what a person asked for', async () => {
    const { leases } = fixture.store.ports;
    const lease = await leases.acquire(flow.id, 1, 'one', 60_000);
    if (!lease) throw new Error('no lease');
    const run = await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' });
    expect(await leases.renew(lease, 60_000)).toEqual({ desired: 'live', version: 1, cancelRuns: [] });
    await fixture.store.runs.cancel(run.id);
    await fixture.store.flows.pause(flow.id);
    expect(await leases.renew(lease, 60_000)).toEqual({
      desired: 'paused',
      version: 1,
      cancelRuns: [run.id],
    });
    await fixture.store.flows.resume(flow.id);
    await leases.release(lease);
  });

  it('is not given for a flow that is gone', async () => {
    expect(await fixture.store.ports.leases.acquire('nobody', 0, 'one', 1000)).toBeNull();
  });
});
