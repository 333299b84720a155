import type { Lease } from '@syncline/engine';
import type { Connection } from '@syncline/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { syncedPublication, syncedSteps } from '../testing/publishSynced.ts';
import { openFixture, type StoreFixture } from '../testing/storeFixture.ts';

let fixture: StoreFixture;
let shop: Connection;
let other: Connection;
let made = 0;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  made += 1;
  shop = await connect(`shop ${made}`);
  other = await connect(`other ${made}`);
});

const flows = () => fixture.store.flows;
const connections = () => fixture.store.connections;
const connect = (name: string) =>
  connections().insert({ name, kind: 'http', config: { baseUrl: 'http://x' }, secrets: { token: 'old' } });

type Role = 'sync' | 'destination' | 'schedule';

/** A live flow one of whose steps uses the connection; the others use none. */
async function publish(uses: string, role: Role = 'sync'): Promise<string> {
  const steps = syncedSteps.map((step) => ({ ...step, connection: step.role === role ? 'main' : null }));
  const publication = syncedPublication(steps);
  const { id } = await flows().insert({
    document: { ...publication.document, name: `Flow of ${role}` },
    bindings: { main: uses },
    triggers: [],
    problems: 0,
  });
  await flows().publish(id, publication);
  return id;
}

async function hold(flowId: string): Promise<Lease> {
  const lease = await fixture.store.ports.leases.acquire(flowId, 0, 'worker', 60_000);
  if (lease === null) throw new Error('no lease');
  return lease;
}

const load = async (flowId: string) => {
  const flow = await fixture.store.ports.flows.load(flowId);
  if (flow === null) throw new Error('no flow');
  return flow;
};

/** What the engine does when a run met a refusal. */
async function refuse(flowId: string, readAt?: Date): Promise<boolean> {
  const lease = await hold(flowId);
  const since = readAt ?? (await load(flowId)).readAt;
  const stopped = await fixture.store.ports.flows.pause(lease, 'auth', 'the key is not valid', {
    connection: 'main',
    readAt: since,
  });
  await fixture.store.ports.leases.release(lease);
  return stopped;
}

const states = async (...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await flows().get(id)).pauseReason ?? 'live'));

describe('a connection that is refused', () => {
  it('pauses all live flows that use it, wherever they do, says so once, and leaves the others alone', async () => {
    const reads = await publish(shop.id, 'sync');
    const writes = await publish(shop.id, 'destination');
    const asks = await publish(shop.id, 'schedule');
    const elsewhere = await publish(other.id);
    const stopped = await publish(shop.id);
    await flows().pause(stopped, 'Holidays');
    await refuse(reads);
    expect(await states(reads, writes, asks, elsewhere, stopped)).toEqual([
      'auth',
      'auth',
      'auth',
      'live',
      'user',
    ]);
    for (const id of [reads, writes, asks])
      expect(await flows().get(id)).toMatchObject({
        state: 'paused',
        pauseMessage: `${shop.name} was refused: the key is not valid`,
        refusedBy: shop.id,
        guard: null,
      });
    const told = await connections().get(shop.id);
    expect(told).toMatchObject({ state: 'failing', summary: 'the key is not valid' });
    expect(told.pausedFlows.map(({ id }) => id).toSorted()).toEqual([reads, writes, asks].toSorted());
    expect((await fixture.store.health.facts()).refusedConnections).toBe(1);
    // Another flow that meets the same refusal tells nothing new.
    await refuse(writes);
    expect((await connections().get(shop.id)).checkedAt).toBe(told.checkedAt);
  });

  it('leaves a flow alone that names it in its draft only', async () => {
    const reads = await publish(shop.id);
    const steps = syncedSteps.map((step) => ({ ...step, connection: null }));
    const drafted = await flows().insert({
      document: syncedPublication(steps).document,
      bindings: { main: shop.id },
      triggers: [],
      problems: 0,
    });
    await flows().publish(drafted.id, syncedPublication(steps));
    await refuse(reads);
    expect(await states(reads, drafted.id)).toEqual(['auth', 'live']);
  });

  it('stops nothing when the key was replaced since the flow took it', async () => {
    const reads = await publish(shop.id);
    const writes = await publish(shop.id, 'destination');
    const { readAt } = await load(reads);
    await new Promise((done) => setTimeout(done, 5));
    await connections().update(shop.id, { name: shop.name, config: {}, secrets: { token: 'new' } });
    expect(await refuse(reads, readAt)).toBe(false);
    expect(await states(reads, writes)).toEqual(['live', 'live']);
    expect((await connections().get(shop.id)).state).toBe('unchecked');
  });

  it('is met by two flows at the same moment without one waiting for the other for ever', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => publish(shop.id)));
    await Promise.all(ids.map((id) => refuse(id)));
    expect(new Set(await states(...ids))).toEqual(new Set(['auth']));
    expect((await connections().get(shop.id)).pausedFlows).toHaveLength(6);
  });

  it('is not told by a worker that lost its lease', async () => {
    const reads = await publish(shop.id);
    const writes = await publish(shop.id);
    const { readAt } = await load(reads);
    const lease = { ...(await hold(reads)), epoch: 99 };
    await expect(
      fixture.store.ports.flows.pause(lease, 'auth', 'no', { connection: 'main', readAt }),
    ).rejects.toThrow('another worker took over');
    expect(await states(reads, writes)).toEqual(['live', 'live']);
  });

  it('and is found out by a capture stops the same flows', async () => {
    const reads = await publish(shop.id);
    const writes = await publish(shop.id, 'destination');
    const { streams } = fixture.store;
    const lease = await streams.acquire(reads, 'shop', 'worker', 60_000);
    if (lease === null) throw new Error('no capture');
    const problem = { code: 'source.auth', message: 'no such user', pause: 'auth' as const };
    await streams.report(lease, { lagBytes: null, problem });
    expect(await states(reads, writes)).toEqual(['auth', 'auth']);
    expect((await flows().get(writes)).pauseMessage).toBe(`${shop.name} was refused: no such user`);
    // It says so again and again, and that is no news: a flow that was resumed by hand stays live.
    await flows().resume(writes);
    await streams.report(lease, { lagBytes: null, problem });
    expect(await states(reads, writes)).toEqual(['auth', 'live']);
  });
});

describe('flows that a refused connection paused', () => {
  it('go on together once the connection was tested well, and no others do', async () => {
    const reads = await publish(shop.id);
    const writes = await publish(shop.id, 'destination');
    const stopped = await publish(shop.id);
    await flows().pause(stopped);
    await refuse(reads);
    await expect(connections().resumeFlows(shop.id)).rejects.toMatchObject({ code: 'conflict.state' });
    await connections().update(shop.id, { name: shop.name, config: {}, secrets: { token: 'new' } });
    await expect(connections().resumeFlows(shop.id)).rejects.toMatchObject({ code: 'conflict.state' });
    await connections().saveCheck(shop.id, { ok: true, summary: 'Signed in' });
    const resumed = await connections().resumeFlows(shop.id);
    expect(resumed.map(({ id }) => id).toSorted()).toEqual([reads, writes].toSorted());
    expect(await states(reads, writes, stopped)).toEqual(['live', 'live', 'user']);
    expect(await connections().get(shop.id)).toMatchObject({ state: 'ok', pausedFlows: [] });
    const jobs = await fixture.rows<{ flow: string }>(
      `select distinct data ->> 'flowId' as flow from pgboss.job where state < 'active' and data ->> 'flowId' = any ($1)`,
      [[reads, writes]],
    );
    expect(jobs).toHaveLength(2);
    expect(await connections().resumeFlows(shop.id)).toEqual([]);
  });

  it('can be resumed one by one, and are then no longer counted', async () => {
    const reads = await publish(shop.id);
    const writes = await publish(shop.id);
    await refuse(reads);
    expect(await flows().resume(writes)).toMatchObject({ state: 'live', refusedBy: null });
    expect((await connections().get(shop.id)).pausedFlows.map(({ id }) => id)).toEqual([reads]);
  });

  it('are asked for under a name that exists', async () => {
    await expect(connections().resumeFlows('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});
