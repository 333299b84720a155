import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  openFixture,
  type PublishedFlow,
  publishSample,
  type StoreFixture,
} from '../testing/storeFixture.ts';
import type { InboxRow } from './insertInbox.ts';

let fixture: StoreFixture;
let flow: PublishedFlow;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  flow = await publishSample(fixture, { parts: 2 });
  await fixture.rows('delete from pgboss.job');
});

function post(text: string, more: Partial<InboxRow> = {}): InboxRow {
  return {
    endpointNo: flow.endpointNo,
    flowId: flow.id,
    node: 'hook',
    parts: 2,
    lane: 0,
    dedupeKey: null,
    request: {
      method: 'POST',
      headers: new Map([['content-type', 'application/json']]),
      body: new TextEncoder().encode(text),
    },
    ...more,
  };
}

const read = (part: number, limit = 100, bytes = 1_000_000) =>
  fixture.store.ports.inbox.read(flow.id, 'hook', part, 2, limit, bytes);
const bodies = async (part: number, limit?: number, bytes?: number) =>
  (await read(part, limit, bytes)).map((item) => Buffer.from(item.request.body).toString());

describe('a group of posts', () => {
  it('is taken in whole, in order, bytes and headers as they came', async () => {
    const answers = await fixture.store.intake.insert([post('{"a":1}'), post('\0\x01ÿ'), post('')]);
    expect(answers).toEqual(['accepted', 'accepted', 'accepted']);
    const items = await read(0);
    expect(items.map((item) => Buffer.from(item.request.body).toString())).toEqual([
      '{"a":1}',
      '\0\x01ÿ',
      '',
    ]);
    expect(items[0]).toMatchObject({ node: 'hook', request: { method: 'POST' } });
    expect(items[0]?.request.headers.get('content-type')).toBe('application/json');
    expect(items.map((item) => Number(item.id))).toEqual(
      items.map((item) => Number(item.id)).sort((a, b) => a - b),
    );
  });

  it('keeps each delivery once, within the group and over groups', async () => {
    const insert = (rows: InboxRow[]) => fixture.store.intake.insert(rows);
    expect(
      await insert([
        post('1', { dedupeKey: 'k1' }),
        post('2', { dedupeKey: 'k2' }),
        post('1', { dedupeKey: 'k1' }),
      ]),
    ).toEqual(['accepted', 'accepted', 'duplicate']);
    expect(await insert([post('1', { dedupeKey: 'k1' }), post('3')])).toEqual(['duplicate', 'accepted']);
    expect(await bodies(0)).toEqual(['1', '2', '3']);
    const other = await publishSample(fixture);
    const elsewhere = post('1', { dedupeKey: 'k1', flowId: other.id, endpointNo: other.endpointNo });
    expect(await insert([elsewhere])).toEqual(['accepted']);
  });

  it('that arrives at two processes at once is kept once', async () => {
    const group = (order: number) =>
      ['x1', 'x2', 'x3', 'x4']
        .sort((a, b) => order * a.localeCompare(b))
        .map((key) => post(key, { dedupeKey: key }));
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, at) => fixture.store.intake.insert(group(at % 2 ? 1 : -1))),
    );
    expect(all.flat().filter((answer) => answer === 'accepted')).toHaveLength(4);
    expect(await bodies(0)).toHaveLength(4);
  });

  it('calls for each part once, in the same transaction, and not for repeated posts', async () => {
    const jobs = () =>
      fixture.rows<{ key: string }>('select singleton_key as key from pgboss.job order by singleton_key');
    await fixture.store.intake.insert([
      post('1', { lane: 0, dedupeKey: 'j1' }),
      post('2', { lane: 2 }),
      post('3', { lane: 63 }),
    ]);
    expect(await jobs()).toEqual([{ key: `${flow.id}:0` }, { key: `${flow.id}:1` }]);
    await fixture.store.intake.insert([post('4')]);
    expect(await jobs()).toHaveLength(2);
    await fixture.rows('delete from pgboss.job');
    await fixture.store.intake.insert([post('1', { dedupeKey: 'j1' })]);
    expect(await jobs()).toEqual([]);
  });

  it('leaves nothing behind when it can not be written', async () => {
    const broken = post('2', { lane: 1_000_000, dedupeKey: 'new' });
    await expect(fixture.store.intake.insert([post('1'), broken])).rejects.toThrow();
    expect(await bodies(0)).toEqual([]);
    expect(await fixture.store.intake.insert([post('2', { dedupeKey: 'new' })])).toEqual(['accepted']);
  });
});

describe('reading the inbox', () => {
  it('gives each part its own lanes, oldest first, within count and bytes', async () => {
    await fixture.store.intake.insert(
      ['a', 'b', 'c', 'd'].map((text, lane) => post(text.repeat(10), { lane })),
    );
    expect(await bodies(0)).toEqual(['aaaaaaaaaa', 'cccccccccc']);
    expect(await bodies(1)).toEqual(['bbbbbbbbbb', 'dddddddddd']);
    expect(await bodies(0, 1)).toEqual(['aaaaaaaaaa']);
    expect(await bodies(0, 10, 10)).toEqual(['aaaaaaaaaa']);
    expect(await bodies(0, 10, 11)).toHaveLength(2);
    expect(await bodies(0, 10, 1)).toEqual(['aaaaaaaaaa']);
  });

  it('forgets an event in the transaction that settles it', async () => {
    await fixture.store.intake.insert([post('1'), post('2')]);
    const [first] = await read(0);
    const { leases, runs } = fixture.store.ports;
    const lease = await leases.acquire(flow.id, 0, 'one', 60_000);
    if (!lease || !first) throw new Error('no lease');
    const run = await runs.openRolling(lease, 'hook', 1, 'one', 'live');
    await runs.settle(lease, {
      ...{ runId: run.runId, page: 0, token: null, progress: null, inboxIds: [first.id], read: 1 },
      ...{
        counts: {},
        ledger: [],
        ledgerIsNew: false,
        events: [],
        deadLetters: [],
        attemptIds: [],
        spans: [],
        parked: [],
        releasedIds: [],
        replayed: [],
        seen: [],
        changes: [],
        links: [],
      },
    });
    expect(await bodies(0)).toEqual(['2']);
    expect((await fixture.store.flows.get(flow.id)).waitingEvents).toBe(1);
  });
});

describe('a webhook address', () => {
  it('is found by its secret id, and stays the same when the flow is published again', async () => {
    const { document, endpoints } = await fixture.store.flows.get(flow.id);
    const id = endpoints.hook ?? '';
    expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(await fixture.store.intake.findEndpoint(id)).toEqual({
      ...{ no: flow.endpointNo, flowId: flow.id, flowName: flow.name, node: 'hook' },
      ...{ version: 1, desired: 'live', parts: 2 },
    });
    await fixture.store.flows.saveDraft(flow.id, {
      document,
      triggers: ['hook', 'more'],
      problems: 0,
      etag: null,
    });
    const again = (await fixture.store.flows.get(flow.id)).endpoints;
    expect(again.hook).toBe(id);
    expect(again.more).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(await fixture.store.intake.findEndpoint('nobody')).toBeNull();
  });

  it('keeps its newest posts as samples, also those whose signature did not fit', async () => {
    for (let at = 0; at < 25; at += 1)
      await fixture.store.intake.keepSample({
        ...{ flowId: flow.id, node: 'hook', verified: at % 2 === 0 },
        request: post(`${at}`).request,
      });
    const samples = await fixture.store.intake.samples(flow.id, 'hook');
    expect(samples).toHaveLength(20);
    expect(samples.slice(0, 2).map((sample) => [sample.request.body.toString(), sample.verified])).toEqual([
      ['24', true],
      ['23', false],
    ]);
  });
});
