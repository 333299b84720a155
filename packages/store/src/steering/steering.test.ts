import type { Lease } from '@syncline/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyPage } from '../testing/emptyPage.ts';
import { publishSynced, syncedPublication } from '../testing/publishSynced.ts';
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
const done = { status: 'succeeded', reason: null, note: null } as const;

async function acquire(): Promise<Lease> {
  const lease = await ports().leases.acquire(flowId, 0, 'worker', 60_000);
  if (lease === null) throw new Error('no lease');
  return lease;
}

const steer = (action: 'start' | 'pause' | 'resume' | 'stop', keys?: string[]) =>
  feeders().steerBackfill(flowId, 'shop', { action, keys });
const open = async () => (await ports().runs.open(flowId, 0)).map(({ kind, status }) => `${kind} ${status}`);
const backfill = async () =>
  (await feeders().list(flowId)).find(({ node }) => node === 'shop')?.backfill ?? null;

describe('a backfill', () => {
  it('is started once, reads everything, and is the one of its stream', async () => {
    await steer('start');
    expect(await ports().runs.open(flowId, 0)).toMatchObject([
      { kind: 'backfill', feeder: 'shop', full: true, low: null, onlyKeys: null, startedBy: 'manual' },
    ]);
    expect(await backfill()).toMatchObject({ state: 'running' });
    await expect(steer('start')).rejects.toMatchObject({ code: 'conflict.state' });
  });

  it('of some records is a run of its own beside it', async () => {
    await steer('start', ['17', 'a\0b']);
    expect(await ports().runs.open(flowId, 0)).toMatchObject([
      { kind: 'backfill', onlyKeys: ['17', 'a\0b'] },
    ]);
    expect(await backfill()).toBeNull();
    await steer('start');
    expect(await open()).toEqual(['backfill queued', 'backfill queued']);
  });

  it('waits durably while the flow goes on, also over a resume of the flow, and goes on where it was', async () => {
    await steer('start');
    await steer('pause');
    expect(await open()).toEqual([]);
    expect(await backfill()).toMatchObject({ state: 'paused' });
    expect((await fixture.store.flows.get(flowId)).state).toBe('live');
    await fixture.store.runs.runNow(flowId, { feeder: 'nightly', startedBy: 'manual' });
    await fixture.store.flows.pause(flowId);
    await fixture.store.flows.resume(flowId);
    expect(await open()).toEqual(['read queued']);
    await steer('resume');
    expect(await open()).toEqual(['backfill queued', 'read queued']);
  });

  it('in the hands of a worker is let go of at the end of a page, and keeps its place', async () => {
    await steer('start');
    const lease = await acquire();
    const [run] = await ports().runs.open(flowId, 0);
    if (run === undefined) throw new Error('no run');
    await ports().runs.begin(lease, run.runId, null, 'worker');
    expect((await ports().leases.renew(lease, 60_000))?.version).toBe(1);
    await steer('pause');
    // A version nobody has: the worker finishes its page and hands the part on. It hears so once.
    expect((await ports().leases.renew(lease, 60_000))?.version).toBe(-1);
    expect((await ports().leases.renew(lease, 60_000))?.version).toBe(1);
    await ports().runs.settle(lease, { ...emptyPage(run.runId, 0), token: { after: 'b' } });
    expect(await open()).toEqual([]);
    await ports().leases.release(lease);
    await fixture.rows('delete from pgboss.job');
    expect((await ports().slots.orphans()).some((part) => part.flowId === flowId)).toBe(false);
    await steer('resume');
    expect(await ports().runs.open(flowId, 0)).toMatchObject([{ token: { after: 'b' }, pages: 1 }]);
  });

  it('is stopped, held or not', async () => {
    await steer('start');
    await steer('pause');
    await steer('stop');
    expect(await backfill()).toMatchObject({ state: 'cancelled' });
    await expect(steer('resume')).rejects.toMatchObject({ code: 'conflict.state' });
    await steer('start');
    await steer('stop');
    expect(await backfill()).toMatchObject({ state: 'cancelled' });
    await steer('start');
    expect(await open()).toEqual(['backfill queued']);
  });

  it('is refused by name for a step that has nothing to load, and for a paused flow', async () => {
    const wish = { action: 'start' } as const;
    await expect(feeders().steerBackfill(flowId, 'target', wish)).rejects.toMatchObject({
      code: 'request.invalid',
      path: 'params.node',
    });
    await expect(feeders().steerBackfill('nobody', 'shop', wish)).rejects.toMatchObject({
      code: 'not-found',
    });
    await fixture.store.flows.pause(flowId);
    await expect(steer('start')).rejects.toMatchObject({ code: 'flow.paused' });
    await expect(feeders().sweepNow(flowId, 'shop')).rejects.toMatchObject({ code: 'flow.paused' });
  });
});

it('a sweep is queued once until it has begun', async () => {
  const first = await feeders().sweepNow(flowId, 'shop');
  expect(await feeders().sweepNow(flowId, 'shop')).toBe(first);
  expect(await ports().runs.open(flowId, 0)).toMatchObject([
    { kind: 'sweep', full: true, window: undefined },
  ]);
});

describe('a cursor', () => {
  const cursor = async () =>
    (await feeders().list(flowId)).find(({ node }) => node === 'nightly')?.cursor ?? null;
  const edit = (value: unknown, node = 'nightly') =>
    feeders().editCursor(flowId, node, { value, actor: 'ann' });
  const low = async () => {
    const run = await fixture.store.runs.runNow(flowId, { feeder: 'nightly', startedBy: 'manual' });
    return (await ports().runs.open(flowId, 0)).find(({ runId }) => runId === run.id)?.low;
  };

  it('is set by hand, which the next read begins at and its end forgets', async () => {
    await edit({ at: 5 });
    expect(await cursor()).toMatchObject({ value: { at: 5 }, updatedBy: 'ann' });
    expect(await low()).toEqual({ at: 5 });
    await expect(edit({ at: 6 })).rejects.toMatchObject({ code: 'conflict.state' });
    const lease = await acquire();
    const [run] = await ports().runs.open(flowId, 0);
    await ports().runs.begin(lease, run?.runId ?? '', { low: { at: 5 }, high: { at: 9 } }, 'worker');
    await ports().runs.finishPart(lease, run?.runId ?? '', done);
    expect(await cursor()).toMatchObject({ value: { at: 9 }, updatedBy: null });
    await edit(null);
    expect(await low()).toBeNull();
  });

  it('is not there for a step that captures', async () => {
    await expect(edit(1, 'shop')).rejects.toMatchObject({ code: 'request.invalid', path: 'params.node' });
  });
});

describe('a source that is asked something else', () => {
  const publish = (queryHash: string, choice?: 'keep' | 'reload' | 'from-now', node = 'nightly') =>
    fixture.store.flows.publish(
      flowId,
      syncedPublication(undefined, { cursors: { [node]: { queryHash, choice } } }),
    );
  const read = async (window: { low: unknown; high: unknown } | null) => {
    const lease = await acquire();
    await fixture.store.runs.runNow(flowId, { feeder: 'nightly', startedBy: 'manual' });
    const [run] = await ports().runs.open(flowId, 0);
    if (run === undefined) throw new Error('no run');
    // Tokens are JSON.
    const begun = await ports().runs.begin(lease, run.runId, window as never, 'worker');
    await ports().runs.finishPart(lease, run.runId, done);
    await ports().leases.release(lease);
    return { low: run.low, window: begun };
  };

  it('needs no choice before it was ever read, and none while nothing changes', async () => {
    await publish('one');
    await publish('two');
    await read({ low: null, high: 1 });
    await publish('two');
    expect((await fixture.store.flows.get(flowId)).version).toBe(4);
  });

  it('needs a choice once it has a cursor, and nothing is published without', async () => {
    await publish('one');
    await read({ low: null, high: 1 });
    await expect(publish('two')).rejects.toMatchObject({
      code: 'flow.cursor-choice',
      message: expect.stringContaining('nightly'),
    });
    expect((await fixture.store.flows.get(flowId)).version).toBe(2);
    await publish('two', 'keep');
    expect((await read({ low: 1, high: 2 })).low).toBe(1);
  });

  it('is read again from the beginning, and a run of the old question leaves no cursor', async () => {
    await publish('one');
    await read({ low: null, high: 1 });
    const lease = await acquire();
    const old = await fixture.store.runs.runNow(flowId, { feeder: 'nightly', startedBy: 'manual' });
    await ports().runs.begin(lease, old.id, { low: 1, high: 99 }, 'worker');
    await publish('two', 'reload');
    await ports().runs.finishPart(lease, old.id, done);
    expect(await ports().runs.open(flowId, 0)).toMatchObject([
      { kind: 'read', full: true, low: null, startedBy: 'sync', version: 3 },
    ]);
  });

  it('goes on from now: the next window is empty and leaves its end', async () => {
    await publish('one');
    await read({ low: null, high: 1 });
    await publish('two', 'from-now');
    expect(await read({ low: null, high: 7 })).toEqual({ low: null, window: { low: 7, high: 7 } });
    expect(await read({ low: 7, high: 8 })).toEqual({ low: 7, window: { low: 7, high: 8 } });
  });

  it('and captures begins a new capture, which loads everything or nothing', async () => {
    await publish('one', undefined, 'shop');
    const streams = fixture.store.streams;
    const restart = async () => {
      const lease = await streams.acquire(flowId, 'shop', 'one', 60_000);
      if (lease === null) throw new Error('no capture');
      return { lease, before: await streams.load(lease), begun: await streams.began(lease, { at: 1 }, true) };
    };
    const first = await restart();
    expect(first.begun).toMatchObject({ generation: 1, backfillEnded: false });
    await expect(publish('two', undefined, 'shop')).rejects.toMatchObject({ code: 'flow.cursor-choice' });
    await publish('two', 'reload', 'shop');
    const second = await restart();
    expect(second.before).toMatchObject({ position: null, backfillRunId: null });
    expect(second.before.captureId).not.toBe(first.before.captureId);
    expect(second.begun).toMatchObject({ generation: 2, backfillEnded: false });
    await publish('three', 'from-now', 'shop');
    const third = await restart();
    expect(third.begun).toMatchObject({ generation: 3, backfillRunId: null, backfillEnded: true });
    // What was missed later is loaded all the same.
    expect(await streams.began(third.lease, { at: 9 }, true)).toMatchObject({
      generation: 4,
      backfillEnded: false,
    });
  });
});
