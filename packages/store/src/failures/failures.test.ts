import type { DeadLetterWrite, Lease, LedgerWrite, PageSettlement } from '@syncline/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  openFixture,
  type PublishedFlow,
  publishSample,
  type StoreFixture,
} from '../testing/storeFixture.ts';
import { lettersPerRun } from './replayLetters.ts';

let fixture: StoreFixture;
let flow: PublishedFlow;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  flow = await publishSample(fixture);
});

const failures = () => fixture.store.failures;
const open = async () => (await fixture.store.runs.deadLetters({ flow: flow.id, limit: 200 })).items;

const letter = (key: string, more: Partial<DeadLetterWrite> = {}): DeadLetterWrite => ({
  node: 'target',
  destinationId: flow.destinationId,
  key,
  outcome: 'dead',
  code: 'destination.rejected',
  message: 'No.',
  field: null,
  place: null,
  input: { id: key },
  mapped: { id: key },
  version: 's0.0.z.1',
  attempts: 1,
  origin: {
    feeder: 'nightly',
    sourceKey: `source-${key}`,
    change: {
      stream: 'people',
      key: `source-${key}`,
      op: 'upsert',
      version: { kind: 'seq', epoch: 0, value: '1', granularityMs: 0 },
      sourceTs: null,
      receivedTs: '2026-11-21T12:00:00Z',
    },
  },
  ...more,
});

/** Settles a page of a run, as a worker does. */
async function settle(more: Partial<PageSettlement>): Promise<string> {
  const { runs, leases } = fixture.store.ports;
  const run = await fixture.store.runs.runNow(flow.id, { feeder: 'nightly', startedBy: 'manual' });
  const lease = (await leases.acquire(flow.id, 0, 'worker', 30_000)) as Lease;
  await runs.begin(lease, run.id, null, 'worker');
  await runs.settle(lease, {
    runId: run.id,
    page: 0,
    token: null,
    progress: null,
    inboxIds: [],
    read: 0,
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
    ...more,
  });
  await runs.finishPart(lease, run.id, { status: 'partial', reason: null, note: null });
  await leases.release(lease);
  return run.id;
}

const held = (key: string, state: LedgerWrite['state']): LedgerWrite => ({
  destinationId: flow.destinationId,
  key,
  sourceKey: `source-${key}`,
  terms: null,
  hash: 'h',
  version: 's0.0.z.1',
  state,
  remoteId: null,
  runId: null,
  page: 0,
  outcome: 'created',
});

describe('a replay', () => {
  it('takes the oldest letters up to what one run bears, and says how many are left', async () => {
    await settle({ deadLetters: [letter('first')] });
    await fixture.rows(
      `insert into syncline.dead_letter (flow_id, run_id, node, destination_id, key, outcome, code, message, version,
          attempts, state, feeder, source_key, envelope)
        select flow_id, run_id, node, destination_id, 'k' || n, outcome, code, message, version, attempts, state, feeder,
          'k' || n, envelope
        from syncline.dead_letter, generate_series(1, $2::integer) as n where flow_id = $1`,
      [flow.id, lettersPerRun + 4],
    );
    const replay = await failures().replay({ flow: flow.id });
    expect(replay).toMatchObject({ records: lettersPerRun, left: 5 });
    expect(replay.runIds).toHaveLength(1);
    const rest = await failures().replay({ flow: flow.id });
    expect(rest).toMatchObject({ records: 5, left: 0 });
    expect(await failures().replay({ flow: flow.id })).toEqual({ runIds: [], records: 0, left: 0 });
  });

  it('of two people at once shares the letters: none is in two runs', async () => {
    await settle({ deadLetters: Array.from({ length: 40 }, (_, n) => letter(`k${n}`)) });
    const replays = await Promise.all([1, 2, 3].map(() => failures().replay({ flow: flow.id })));
    expect(replays.reduce((sum, { records }) => sum + records, 0)).toBe(40);
    const [counted] = await fixture.rows<{ n: string }>(
      `select count(*) as n from syncline.dead_letter where flow_id = $1 and state = 'replaying'`,
      [flow.id],
    );
    expect(Number(counted?.n)).toBe(40);
  });

  it('is refused for a paused flow and for a step that is gone', async () => {
    const other = letter('x').origin;
    await settle({ deadLetters: [letter('x', { origin: other && { ...other, feeder: 'removed' } })] });
    await expect(failures().replay({ flow: flow.id })).rejects.toMatchObject({ code: 'conflict.state' });
    await settle({ deadLetters: [letter('y')] });
    await fixture.store.flows.pause(flow.id);
    await expect(failures().replay({ flow: flow.id })).rejects.toMatchObject({ code: 'flow.paused' });
  });

  it('reads the record with the edit, which lies sealed beside what came in', async () => {
    await settle({ deadLetters: [letter('x')] });
    const [{ id } = { id: '' }] = await open();
    await failures().edit(id, { input: { id: 'x', mail: 'secret@example.test' }, actor: 'ann' });
    expect((await failures().get(id)).letter).toMatchObject({
      input: { id: 'x' },
      edited: { mail: 'secret@example.test' },
      editedBy: 'ann',
    });
    const rows = await fixture.rows<{ text: string }>(
      'select dead_letter::text as text from syncline.dead_letter where id = $1',
      [id],
    );
    expect(rows[0]?.text).not.toContain('secret@example.test');
    const { runIds } = await failures().replay({ ids: [id] });
    const items = await fixture.store.ports.replays.read(runIds[0] ?? '', null, 10);
    expect(items).toMatchObject([{ letterId: id, change: { record: { mail: 'secret@example.test' } } }]);
    await expect(failures().edit(id, { input: null, actor: 'ann' })).rejects.toMatchObject({
      code: 'conflict.state',
    });
  });
});

describe('a letter that was ignored', () => {
  it('stays so when a newer one of the same record is open', async () => {
    await settle({ deadLetters: [letter('x'), letter('y')] });
    await failures().ignore({ flow: flow.id }, { reason: 'old', actor: 'ann' });
    const { items } = await fixture.store.runs.deadLetters({ flow: flow.id, state: 'ignored', limit: 10 });
    await settle({ deadLetters: [letter('x')] });
    expect(await failures().reopen(items.map(({ id }) => id))).toBe(1);
    expect((await open()).map(({ key }) => key).sort()).toEqual(['x', 'y']);
  });

  it('is put back once when two of one record were ignored', async () => {
    await settle({ deadLetters: [letter('x')] });
    await failures().ignore({ flow: flow.id }, { reason: 'one', actor: 'ann' });
    await settle({ deadLetters: [letter('x')] });
    await failures().ignore({ flow: flow.id }, { reason: 'two', actor: 'ann' });
    const { items } = await fixture.store.runs.deadLetters({ flow: flow.id, state: 'ignored', limit: 10 });
    expect(await failures().reopen(items.map(({ id }) => id))).toBe(1);
    expect((await open()).map(({ id }) => id)).toEqual([items[0]?.id]);
  });
});

describe('records without their like', () => {
  it('are listed page by page, by what is wrong with them, and forgotten without a write', async () => {
    const ledger = [
      held('a', 'synced'),
      held('b', 'orphan'),
      held('c', 'uncertain'),
      held('d', 'dead'),
      held('e', 'tombstone'),
    ];
    const runId = await settle({ deadLetters: [letter('d')] });
    await settle({ ledger: ledger.map((row) => ({ ...row, runId })) });
    const first = await failures().orphans({ flow: flow.id, limit: 2 });
    const second = await failures().orphans({ flow: flow.id, limit: 2, cursor: first.cursor ?? '' });
    const all = [...first.items, ...second.items];
    expect(all.map(({ key, kind }) => `${key} ${kind}`).sort()).toEqual([
      'b gone-at-source',
      'c in-doubt',
      'd refused',
    ]);
    expect(second.cursor).toBeNull();
    expect(all.find(({ key }) => key === 'd')).toMatchObject({ sourceKey: 'source-d', runId });
    expect((await failures().orphans({ flow: flow.id, kind: 'in-doubt', limit: 5 })).items).toHaveLength(1);
    const sources = await failures().orphanSources([{ destinationId: flow.destinationId, key: 'b' }]);
    expect(sources).toMatchObject([{ sourceKey: 'source-b', feeder: 'nightly', node: 'target' }]);
    const records = ['a', 'b', 'd'].map((key) => ({ destinationId: flow.destinationId, key }));
    expect(await failures().forgetOrphans(records, 'ann')).toBe(2);
    const entries = await fixture.store.ports.ledger.read(flow.destinationId, ['a', 'b', 'd']);
    expect([...entries.values()].map(({ state }) => state).sort()).toEqual([
      'synced',
      'tombstone',
      'tombstone',
    ]);
    expect(await open()).toEqual([]);
  });
});
