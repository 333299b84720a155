import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealParked } from '../parked/parkedContent.ts';
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
  flow = await publishSample(fixture);
});
afterAll(() => fixture.close());

const approvals = () => fixture.store.approvals;

/** Reversible as the fixture's own. */
const cipher = {
  seal: (text: string, purpose: string) =>
    Buffer.from(JSON.stringify([purpose, Buffer.from(text).toString('base64')])),
  open: () => '',
};

async function park(keys: string[], state = 'waiting', due: Date | null = null): Promise<string[]> {
  const change = {
    stream: 's',
    key: 'k',
    op: 'upsert' as const,
    version: { kind: 'none' as const, epoch: 0, value: '', granularityMs: 0 },
    record: {},
    sourceTs: null,
    receivedTs: '2026-11-21T12:00:00Z',
  };
  const rows = await fixture.rows<{ id: string }>(
    `insert into syncline.parked (flow_id, node, destination_id, key, source_key, lane, run_id, op, content_hash, version,
        content, state, due)
      select $1, 'target', $2, key, key, 0, 1, 'upsert', 'hash-' || key, '', $3, $4, $5 from unnest($6::text[]) as key
      returning id::text`,
    [flow.id, flow.destinationId, sealParked(cipher, { change, record: { a: 1 } }), state, due, keys],
  );
  return rows.map(({ id }) => id);
}

it('lists what waits for a person, oldest first, and nothing that waits for a time', async () => {
  await park(['old-1', 'old-2'], 'released');
  const ids = await park(['a', 'b', 'c']);
  await park(['later'], 'waiting', new Date(Date.now() + 60_000));
  const first = await approvals().list({ limit: 2 });
  const second = await approvals().list({ limit: 2, cursor: first.cursor ?? '' });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
  expect(second.cursor).toBeNull();
  expect(first.items[0]).toMatchObject({ record: { a: 1 }, contentHash: 'hash-a', nodeTitle: 'The target' });
  expect((await approvals().list({ limit: 9, flow: 'another' })).items).toEqual([]);
  expect((await approvals().list({ limit: 9, state: 'approved' })).items.map(({ key }) => key)).toEqual([
    'old-1',
    'old-2',
  ]);
  expect(await approvals().count()).toMatchObject({
    total: 3,
    checkpoints: [{ node: 'target', waiting: 3 }],
  });
});

it('lets one of two contrary decisions win, whoever comes first', async () => {
  const [id = ''] = await park(['contested']);
  const by = (decision: 'approve' | 'reject', actor: string) =>
    approvals().decide(id, { decision, contentHash: 'hash-contested', actor });
  const ends = await Promise.allSettled([by('approve', 'ann'), by('reject', 'bob'), by('approve', 'cleo')]);
  const { state, decidedBy } = await approvals().get(id);
  for (const end of ends) {
    if (end.status === 'fulfilled') expect(end.value).toMatchObject({ state, decidedBy });
    else expect(end.reason).toMatchObject({ code: 'conflict.state' });
  }
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(state === 'approved' ? 1 : 2);
});

it('lets records go on in the order in which they were approved, and a group in the order in which it came', async () => {
  await approvals().decideAll({
    flow: flow.id,
    node: 'target',
    decision: 'reject',
    upTo: '999999',
    actor: 'ann',
  });
  const [x = '', y = ''] = await park(['x', 'y']);
  const group = await park(['g1', 'g2', 'g3']);
  for (const [id, key] of [
    [y, 'y'],
    [x, 'x'],
  ] as const)
    await approvals().decide(id, { decision: 'approve', contentHash: `hash-${key}`, actor: 'ann' });
  const wish = { flow: flow.id, node: 'target', decision: 'approve' as const, actor: 'ann' };
  expect(await approvals().decideAll({ ...wish, upTo: group[1] ?? '' })).toBe(2);
  const ready = await fixture.store.ports.parked.read(flow.id, 'target', 0, 1, 10);
  expect(ready.map(({ key }) => key).filter((key) => key !== 'contested')).toEqual(['y', 'x', 'g1', 'g2']);
  expect((await approvals().list({ limit: 9 })).items.map(({ key }) => key)).toEqual(['g3']);
});

it('lists at once however much was decided before', async () => {
  await fixture.rows(
    `insert into syncline.parked (flow_id, node, destination_id, key, source_key, lane, run_id, op, content_hash, version,
        content, state)
      select flow_id, node, destination_id, 'r' || n, key, 0, 1, 'upsert', '', '', content, 'released'
      from syncline.parked, generate_series(1, 30000) as n where key = 'g3'`,
  );
  await fixture.rows('analyze syncline.parked');
  await park(['newest']);
  const took: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const began = performance.now();
    expect((await approvals().list({ limit: 50 })).items).toHaveLength(2);
    took.push(performance.now() - began);
  }
  expect(Math.min(...took)).toBeLessThan(50);
});
