import { FencedError, type Lease, type LinkWrite } from '@syncline/engine';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { emptyPage } from '../testing/emptyPage.ts';
import {
  openFixture,
  type PublishedFlow,
  publishSample,
  type StoreFixture,
} from '../testing/storeFixture.ts';

let fixture: StoreFixture;
let flow: PublishedFlow;
let lease: Lease;
let runId: string;
let pages: number;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

beforeEach(async () => {
  flow = await publishSample(fixture);
  runId = (await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' })).id;
  const taken = await fixture.store.ports.leases.acquire(flow.id, 0, 'one', 60_000);
  if (!taken) throw new Error('no lease');
  lease = taken;
  pages = 0;
});

const agreed = (key: string, more: Partial<LinkWrite> = {}): LinkWrite => ({
  destinationId: flow.destinationId,
  key,
  base: { a: { mail: `${key}@A.test` }, b: { mail: `${key}@a.test` } },
  alternations: { writes: [] },
  halted: false,
  ...more,
});

async function settle(...links: LinkWrite[]): Promise<void> {
  await fixture.store.ports.runs.settle(lease, { ...emptyPage(runId, pages), links });
  pages += 1;
}

const read = (...keys: string[]) => fixture.store.ports.links.read(flow.destinationId, keys);

it('keeps what both sides agreed on with the page, each in its own spelling', async () => {
  await settle(agreed('1'), agreed('2'));
  const states = await read('1', '2', 'nobody');
  expect([...states.keys()].sort()).toEqual(['1', '2']);
  const { destinationId: _, key: __, ...state } = agreed('1');
  expect(states.get('1')).toEqual(state);
  expect((await read()).size).toBe(0);
});

it('replaces it, and of one record in a page the last counts', async () => {
  await settle(agreed('1'));
  const turns = { writes: [{ side: 'a' as const, atMs: 7, what: 'x' }] };
  await settle(agreed('1'), agreed('1', { base: null, alternations: turns, halted: true }));
  expect((await read('1')).get('1')).toEqual({ base: null, alternations: turns, halted: true });
});

it('takes nothing from a worker whose time is over', async () => {
  const stale = { ...lease, epoch: lease.epoch - 1 };
  const page = { ...emptyPage(runId, 0), links: [agreed('1')] };
  await expect(fixture.store.ports.runs.settle(stale, page)).rejects.toThrow(FencedError);
  expect((await read('1')).size).toBe(0);
});

it('shows nothing of a record to whoever reads the table, and goes with its flow', async () => {
  await settle(agreed('secret\0key'));
  expect((await read('secret\0key')).size).toBe(1);
  const [row] = await fixture.rows<{ content: Buffer }>(
    'select content from syncline.link_base where destination_id = $1',
    [flow.destinationId],
  );
  expect(row?.content.toString('latin1')).not.toContain('A.test');
  await fixture.store.flows.remove(flow.id);
  expect((await read('secret\0key')).size).toBe(0);
});
