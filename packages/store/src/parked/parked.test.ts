import { type Lease, laneOf, type PageSettlement, type ParkedWrite } from '@syncline/engine';
import { noVersion } from '@syncline/model';
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

const parked = () => fixture.store.ports.parked;

function parking(key: string, more: Partial<ParkedWrite> = {}): ParkedWrite {
  return {
    node: 'ask',
    destinationId: flow.destinationId,
    key,
    change: {
      stream: 'customers',
      key: `source ${key}`,
      op: 'upsert',
      version: noVersion,
      record: { id: key },
      sourceTs: null,
      receivedTs: '2026-01-01T00:00:00Z',
    },
    record: { email: `${key}@example.test`, zero: 'a\0b' },
    contentHash: `hash of ${key}`,
    version: 'v1',
    due: null,
    expires: null,
    whenExpired: null,
    ...more,
  };
}

async function settle(more: Partial<PageSettlement>): Promise<void> {
  await fixture.store.ports.runs.settle(lease, { ...emptyPage(runId, pages), ...more });
  pages += 1;
}

const states = async () =>
  (
    await fixture.rows<{ key: string; state: string }>(
      'select key, state from syncline.parked where flow_id = $1 order by id',
      [flow.id],
    )
  ).map(({ key, state }) => `${key} ${state}`);

const read = async (limit = 10) => (await parked().read(flow.id, 'ask', 0, 1, limit)).map(({ key }) => key);

/** What a person's decision does to the row. */
const approve = (key: string, releaseNo: number) =>
  fixture.rows(
    `update syncline.parked set state = 'approved', release_no = $3 where flow_id = $1 and key = $2 and state = 'waiting'`,
    [flow.id, key, releaseNo],
  );

it('a record waits for a person, sealed, and goes on in the order of approval, once', async () => {
  await settle({ parked: ['a', 'b', 'c'].map((key) => parking(key)) });
  expect(await read()).toEqual([]);
  const [raw] = await fixture.rows<{ content: Buffer; source_key: string; lane: number }>(
    'select content, source_key, lane from syncline.parked where flow_id = $1 and key = $2',
    [flow.id, 'a'],
  );
  expect(raw?.content.toString()).not.toContain('example.test');
  expect(raw).toMatchObject({ source_key: 'source a', lane: laneOf('source a') });
  await approve('c', 1);
  await approve('a', 2);
  expect(await read()).toEqual(['c', 'a']);
  expect(await read(1)).toEqual(['c']);
  const [item] = await parked().read(flow.id, 'ask', 0, 1, 1);
  expect(item).toMatchObject({ change: { key: 'source c' }, record: { zero: 'a\0b' } });
  await settle({ releasedIds: [item?.id ?? ''] });
  expect(await read()).toEqual(['a']);
  expect(await states()).toEqual(['a approved', 'b waiting', 'c released']);
});

it('a newer version takes the place of one that waits or was approved, and needs a decision of its own', async () => {
  await settle({ parked: [parking('a'), parking('b')] });
  await approve('a', 1);
  await settle({ parked: [parking('a', { contentHash: 'newer' }), parking('b', { contentHash: 'newer' })] });
  expect(await states()).toEqual(['a superseded', 'b superseded', 'a waiting', 'b waiting']);
  expect(await read()).toEqual([]);
});

it('one taken on by a page while a newer one came stays superseded', async () => {
  await settle({ parked: [parking('a')] });
  await approve('a', 1);
  const [item] = await parked().read(flow.id, 'ask', 0, 1, 1);
  await settle({ parked: [parking('a', { contentHash: 'newer' })] });
  await settle({ releasedIds: [item?.id ?? ''] });
  expect(await states()).toEqual(['a superseded', 'a waiting']);
});

it('of one record twice in a page the last one waits', async () => {
  await settle({ parked: [parking('a'), parking('a', { contentHash: 'last' })] });
  expect(await states()).toEqual(['a superseded', 'a waiting']);
  const [row] = await fixture.rows(
    `select content_hash from syncline.parked where flow_id = $1 and state = 'waiting'`,
    [flow.id],
  );
  expect(row).toEqual({ content_hash: 'last' });
});

it('goes on by itself when its time has come, and says when that is', async () => {
  const later = new Date(Date.now() + 60_000);
  await settle({ parked: [parking('soon', { due: 'now' }), parking('later', { due: later })] });
  expect(await read()).toEqual(['soon']);
  const [item] = await parked().read(flow.id, 'ask', 0, 1, 1);
  await settle({ releasedIds: [item?.id ?? ''] });
  expect(await parked().nextDue(flow.id, 'ask', 0, 1)).toEqual(later);
  expect(await parked().nextDue(flow.id, 'else', 0, 1)).toBeNull();
});

it('keeps the earlier time when a newer state takes its place, unless that one waits for a person', async () => {
  const passed = new Date(Date.now() - 60_000);
  const next = new Date(Date.now() + 60_000);
  const dues = async () =>
    (
      await fixture.rows<{ key: string; due: Date | null }>(
        `select key, due from syncline.parked where flow_id = $1 and state = 'waiting' order by key`,
        [flow.id],
      )
    ).map(({ due }) => due);
  await settle({ parked: ['a', 'b', 'c'].map((key) => parking(key, { due: passed })) });
  await settle({
    parked: [
      parking('a', { contentHash: 'newer', due: next }),
      parking('b', { contentHash: 'newer', due: null }),
      parking('c', { contentHash: 'newer', due: next }),
      parking('c', { contentHash: 'newest', due: next }),
      parking('d', { due: next }),
    ],
  });
  expect(await dues()).toEqual([passed, null, passed, next]);
  expect(await read()).toEqual(['a', 'c']);
});

it('is read by the part its source key belongs to', async () => {
  const keys = Array.from({ length: 20 }, (_, at) => `k${at}`);
  await settle({ parked: keys.map((key) => parking(key, { due: 'now' })) });
  const parts = await Promise.all([0, 1, 2].map((part) => parked().read(flow.id, 'ask', part, 3, 50)));
  expect(parts.map((items) => items.map(({ key }) => key).sort())).toEqual(
    [0, 1, 2].map((part) => keys.filter((key) => laneOf(`source ${key}`) % 3 === part).sort()),
  );
});

it('is approved or rejected when nobody decides in time, as was agreed', async () => {
  const over = new Date(Date.now() - 1000);
  await settle({
    parked: [
      parking('yes', { expires: over, whenExpired: 'approve' }),
      parking('no', { expires: over, whenExpired: 'reject' }),
      parking('stays', { expires: over }),
      parking('later', { expires: new Date(Date.now() + 60_000), whenExpired: 'approve' }),
    ],
  });
  expect(await parked().expire()).toBe(2);
  expect(await states()).toEqual(['yes approved', 'no expired', 'stays waiting', 'later waiting']);
  expect(await read()).toEqual(['yes']);
});
