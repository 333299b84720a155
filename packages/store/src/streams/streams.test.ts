import { type CaptureLease, laneOf } from '@syncline/engine';
import type { CapturedEvent } from '@syncline/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publishSynced, syncedPublication, syncedSteps } from '../testing/publishSynced.ts';
import { openFixture, type StoreFixture } from '../testing/storeFixture.ts';
import { CaptureFencedError } from './captureFence.ts';

let fixture: StoreFixture;
let flowId: string;
let lease: CaptureLease;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const streams = () => fixture.store.streams;
const ports = () => fixture.store.ports;

async function acquire(owner: string): Promise<CaptureLease> {
  const taken = await streams().acquire(flowId, 'shop', owner, 60_000);
  if (taken === null) throw new Error('no capture');
  return taken;
}

const loseLease = () =>
  fixture.rows(`update syncline.stream set until = now() - interval '1 second' where flow_id = $1`, [flowId]);

const event = (key: string | null, kind: CapturedEvent['kind'] = 'change'): CapturedEvent => ({
  key,
  kind,
  body: Buffer.from(`body of ${key}`),
});

const inbox = async () =>
  (await ports().inbox.read(flowId, 'shop', 0, 1, 100, 1e6)).map(({ request }) =>
    Buffer.from(request.body).toString(),
  );

const runsOf = (kind: string) =>
  fixture.rows<{ id: string; status: string; full_read: boolean; started_by: string }>(
    'select id::text, status, full_read, started_by from syncline.run where flow_id = $1 and kind = $2 order by id',
    [flowId, kind],
  );

const succeed = async (runId: string) => {
  const part = await ports().leases.acquire(flowId, 0, 'worker', 60_000);
  if (part === null) throw new Error('no lease');
  await ports().runs.begin(part, runId, null, 'worker');
  await ports().runs.finishPart(part, runId, { status: 'succeeded', reason: null, note: null });
  await ports().leases.release(part);
};

beforeEach(async () => {
  flowId = (await publishSynced(fixture)).id;
  lease = await acquire('one');
});

describe('a stream', () => {
  it('is captured by one process at a time, of paused flows too', async () => {
    expect(await streams().acquire(flowId, 'shop', 'two', 60_000)).toBeNull();
    expect(await streams().acquire(flowId, 'nightly', 'two', 60_000)).toBeNull();
    expect((await streams().unheld()).some((free) => free.flowId === flowId)).toBe(false);
    expect(await streams().renew(lease, 60_000)).toEqual({ version: 1 });
    await streams().release(lease);
    await fixture.store.flows.pause(flowId);
    expect(await streams().unheld()).toContainEqual({ flowId, node: 'shop' });
  });

  it('whose holder was frozen belongs to the next one, and the old one changes nothing more', async () => {
    await streams().began(lease, { at: 1 }, true);
    await loseLease();
    const other = await fixture.openAnother();
    const next = await other.streams.acquire(flowId, 'shop', 'two', 60_000);
    if (next === null) throw new Error('not taken over');
    expect(next.epoch).toBe(lease.epoch + 1);
    expect(await streams().renew(lease, 60_000)).toBeNull();
    const frozen = [
      () => streams().take(lease, [event('a')], { at: 2 }),
      () => streams().take(lease, [event(null, 'resync')], { at: 2 }),
      () => streams().began(lease, { at: 2 }, true),
      () => streams().backfill(lease),
      () => streams().backfillEnded(lease, { at: 2 }),
      () => streams().inSync(lease),
      () => streams().report(lease, { lagBytes: 7, problem: null }),
      () => streams().load(lease),
    ];
    for (const act of frozen) await expect(act()).rejects.toThrow(CaptureFencedError);
    await streams().release(lease);
    expect(await other.streams.load(next)).toMatchObject({
      position: { at: 1 },
      generation: 1,
      inSync: false,
    });
    expect(await inbox()).toEqual([]);
    expect(await runsOf('sweep')).toEqual([]);
    await other.streams.take(next, [event('a')], { at: 3 });
    expect(await inbox()).toEqual(['body of a']);
  });

  it('taken over in the middle of a batch has it whole or not at all', async () => {
    await streams().began(lease, { at: 0 }, true);
    const events = Array.from({ length: 2000 }, (_, at) => event(`k${at}`));
    const taking = streams()
      .take(lease, events, { at: 1 })
      .then(() => 'taken' as const)
      .catch(() => 'fenced' as const);
    await loseLease();
    const next = await acquire('two');
    const { position } = await streams().load(next);
    const [{ count } = { count: '' }] = await fixture.rows<{ count: string }>(
      'select count(*) from syncline.inbox where flow_id = $1',
      [flowId],
    );
    const taken = (await taking) === 'taken';
    expect(position).toEqual({ at: taken ? 1 : 0 });
    expect(Number(count)).toBe(taken ? 2000 : 0);
  });
});

describe('captured events', () => {
  it('lie in the inbox in their order and lanes, with the position, and their part is told', async () => {
    await fixture.rows('delete from pgboss.job');
    await streams().take(lease, [event('a'), event(null), event('b')], { at: 5 });
    expect(await inbox()).toEqual(['body of a', 'body of null', 'body of b']);
    expect(
      await fixture.rows('select lane from syncline.inbox where flow_id = $1 order by id', [flowId]),
    ).toEqual([laneOf('a'), 0, laneOf('b')].map((lane) => ({ lane })));
    expect((await streams().load(lease)).position).toEqual({ at: 5 });
    expect(await fixture.rows('select 1 from pgboss.job where group_id = $1', [`${flowId}:0`])).toHaveLength(
      1,
    );
    await streams().take(lease, [], { at: 6 });
    expect((await streams().load(lease)).position).toEqual({ at: 6 });
  });

  it('of a paused flow gather and wake nobody', async () => {
    await fixture.store.flows.pause(flowId);
    await fixture.rows('delete from pgboss.job');
    await streams().take(lease, [event('a')], { at: 5 });
    expect(await inbox()).toEqual(['body of a']);
    expect(await fixture.rows('select 1 from pgboss.job where group_id = $1', [`${flowId}:0`])).toEqual([]);
  });

  it('that say everything changed queue one sweep, and another once that one has begun', async () => {
    await streams().take(lease, [event('a'), event(null, 'resync')], { at: 5 });
    await streams().take(lease, [event(null, 'resync')], { at: 6 });
    expect(await inbox()).toEqual(['body of a']);
    const [sweep, ...more] = await runsOf('sweep');
    expect(sweep).toMatchObject({ status: 'queued', full_read: true, started_by: 'sync' });
    expect(more).toEqual([]);
    const part = await ports().leases.acquire(flowId, 0, 'worker', 60_000);
    if (part === null || sweep === undefined) throw new Error('no lease');
    await ports().runs.begin(part, sweep.id, null, 'worker');
    await streams().take(lease, [event(null, 'resync')], { at: 7 });
    expect(await runsOf('sweep')).toHaveLength(2);
  });
});

describe('loading what exists', () => {
  it('happens once a generation; its end is seen, then the head, then in sync', async () => {
    await streams().began(lease, { at: 1 }, true);
    const runId = await streams().backfill(lease);
    expect(await streams().backfill(lease)).toBe(runId);
    expect(await runsOf('backfill')).toMatchObject([{ id: runId, full_read: true, started_by: 'sync' }]);
    expect(await streams().load(lease)).toMatchObject({ backfillRunId: runId, backfillEnded: false });
    await succeed(runId);
    expect(await streams().load(lease)).toMatchObject({ backfillEnded: true, backfillHead: null });
    await streams().backfillEnded(lease, { at: 9 });
    await streams().inSync(lease);
    expect(await streams().load(lease)).toMatchObject({ backfillHead: { at: 9 }, inSync: true });
    expect(await fixture.rows('select 1 from syncline.cursor where flow_id = $1', [flowId])).toEqual([]);
  });

  it('begins anew after a gap, and an end of the old loading counts for nothing', async () => {
    await streams().began(lease, { at: 1 }, true);
    const first = await streams().backfill(lease);
    const state = await streams().began(lease, { at: 50 }, true);
    expect(state).toMatchObject({ generation: 2, backfillRunId: null, backfillEnded: false, inSync: false });
    await succeed(first);
    expect((await streams().load(lease)).backfillEnded).toBe(false);
    expect(await streams().backfill(lease)).not.toBe(first);
    expect((await streams().began(lease, { at: 60 }, false)).generation).toBe(2);
  });
});

it('a problem a person has to solve stops the flow once, and again when it is there after resuming', async () => {
  const problem = { code: 'connection.config', message: 'wal_level is replica', pause: 'config' as const };
  const state = async () => (await fixture.store.flows.get(flowId)).state;
  await streams().report(lease, { lagBytes: null, problem });
  expect(await fixture.store.flows.get(flowId)).toMatchObject({
    state: 'paused',
    pauseReason: 'config',
    pauseMessage: 'wal_level is replica',
  });
  await fixture.store.flows.resume(flowId);
  expect(await state()).toBe('live');
  await streams().report(lease, { lagBytes: null, problem });
  expect(await state()).toBe('paused');
  await streams().report(lease, { lagBytes: 12, problem: null });
  await fixture.store.flows.resume(flowId);
  await streams().report(lease, { lagBytes: 12, problem: { ...problem, pause: null } });
  expect(await state()).toBe('live');
});

describe('publishing', () => {
  const rows = () =>
    fixture.rows<{ node: string; type: string; captures: boolean; capture_id: string }>(
      'select node, type, captures, capture_id from syncline.stream where flow_id = $1 order by node',
      [flowId],
    );
  const dropped = () =>
    fixture.rows(
      'select type, config, connection_id, capture_id from syncline.dropped_capture order by id desc limit 1',
    );

  it('keeps one row a feeder, with the same capture id over versions, and a ledger for checkpoints', async () => {
    const before = await rows();
    expect(before).toMatchObject([
      { node: 'nightly', captures: false },
      {
        node: 'shop',
        captures: true,
        type: 'test.shop',
        capture_id: expect.stringMatching(/^[a-z0-9]{16}$/),
      },
    ]);
    await fixture.store.flows.publish(flowId, syncedPublication());
    expect(await rows()).toEqual(before);
    const loaded = await ports().flows.load(flowId);
    expect(Object.keys(loaded?.destinationIds ?? {}).sort()).toEqual(['ask', 'target']);
  });

  it('without the step, or of another type, gives up the capture and remembers what it owns', async () => {
    const captureId = (await rows())[1]?.capture_id;
    const [shop, ...others] = syncedSteps;
    if (shop === undefined) throw new Error('no step');
    await fixture.store.flows.publish(
      flowId,
      syncedPublication([{ ...shop, type: 'test.other' }, ...others]),
    );
    expect(await dropped()).toEqual([
      { type: 'test.shop', config: { of: 'shop' }, connection_id: 'c1', capture_id: captureId },
    ]);
    expect(await streams().renew(lease, 1000)).toBeNull();
    const renamed = (await rows())[1];
    expect(renamed?.type).toBe('test.other');
    expect(renamed?.capture_id).not.toBe(captureId);
    await acquire('two');
    await fixture.store.flows.publish(flowId, syncedPublication(others));
    expect(await dropped()).toMatchObject([{ type: 'test.other', capture_id: renamed?.capture_id }]);
    expect(await rows()).toHaveLength(1);
  });

  it('and deleting the flow hand what is left at the source to one process, until it is done', async () => {
    const captureId = (await rows())[1]?.capture_id;
    await fixture.store.flows.remove(flowId);
    expect(await dropped()).toMatchObject([{ capture_id: captureId }]);
    await fixture.rows('update syncline.dropped_capture set next_try = now()');
    const claimed = (await streams().dropped()).find((one) => one.captureId === captureId);
    expect(claimed).toMatchObject({ type: 'test.shop', config: { of: 'shop' }, connection: {} });
    expect(await streams().dropped()).toEqual([]);
    const kept = { id: 'c1', name: 'Main', kind: 'test', config: {}, secrets: {} };
    await fixture.store.connections.insert(kept);
    await fixture.rows(`update syncline.flow set bindings = '{}'`);
    await expect(fixture.store.connections.remove('c1')).rejects.toMatchObject({
      code: 'conflict.in-use',
      message: expect.stringContaining('removed at its source'),
    });
    await streams().dropDone(claimed?.id ?? '');
    expect(
      await fixture.rows('select 1 from syncline.dropped_capture where capture_id = $1', [captureId]),
    ).toEqual([]);
  });
});

it('publishing and captured events that queue runs never wait for each other in a circle', async () => {
  await streams().began(lease, { at: 0 }, true);
  const acts = Array.from({ length: 12 }, (_, at) =>
    at % 3 === 0
      ? fixture.store.flows.publish(flowId, syncedPublication())
      : streams().take(lease, [event(`k${at}`), event(null, 'resync')], { at }),
  );
  await Promise.all(acts);
  expect(await inbox()).toHaveLength(8);
  expect(await runsOf('sweep')).not.toEqual([]);
});
