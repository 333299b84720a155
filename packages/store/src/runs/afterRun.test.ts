import type { DeadLetterWrite, Lease, LedgerWrite, PageSettlement } from '@syncline/engine';
import { noVersion } from '@syncline/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChange } from '../records/changeContent.ts';
import { emptyPage } from '../testing/emptyPage.ts';
import { publishSynced } from '../testing/publishSynced.ts';
import { openFixture, type StoreFixture, testCipher } from '../testing/storeFixture.ts';

let fixture: StoreFixture;
let flowId: string;
let target: string;
let lease: Lease;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  const flow = await publishSynced(fixture);
  flowId = flow.id;
  target = flow.destinationIds.target ?? '';
  const taken = await fixture.store.ports.leases.acquire(flowId, 0, 'one', 60_000);
  if (taken === null) throw new Error('no lease');
  lease = taken;
});

const ports = () => fixture.store.ports;

/** A run with these pages, to its end. */
async function play(
  runId: string,
  pages: Partial<PageSettlement>[],
  status: 'succeeded' | 'partial' | 'failed' | 'cancelled' = 'succeeded',
  missing: number | null = 0,
): Promise<void> {
  await ports().runs.begin(lease, runId, null, 'one');
  for (const [at, page] of pages.entries())
    await ports().runs.settle(lease, { ...emptyPage(runId, at), ...page });
  const looked = missing === null ? {} : { missing };
  await ports().runs.finishPart(lease, runId, { status, reason: null, note: null, ...looked });
}

const readNow = async () =>
  (await fixture.store.runs.runNow(flowId, { feeder: 'nightly', startedBy: 'manual' })).id;
const sweepNow = () => fixture.store.feeders.sweepNow(flowId, 'shop');
const openReplays = async () => (await ports().runs.open(flowId, 0)).filter(({ kind }) => kind === 'replay');

function row(key: string, more: Partial<LedgerWrite> = {}): LedgerWrite {
  return {
    destinationId: target,
    key,
    hash: 'h',
    version: 'v1',
    state: 'synced',
    remoteId: null,
    runId: null,
    page: 0,
    outcome: 'created',
    sourceKey: null,
    terms: null,
    ...more,
  };
}

function letter(key: string, more: Partial<DeadLetterWrite> = {}): DeadLetterWrite {
  return {
    node: 'target',
    destinationId: target,
    key,
    outcome: 'rejected',
    code: 'destination.rejected',
    message: 'too long',
    field: null,
    place: null,
    input: { id: key, zero: 'a\0b' },
    mapped: { id: key },
    version: 'v1',
    attempts: 1,
    origin: {
      feeder: 'nightly',
      sourceKey: `source ${key}`,
      change: {
        stream: 'customers',
        key: `source ${key}`,
        op: 'upsert',
        version: noVersion,
        sourceTs: null,
        receivedTs: '2026-01-01T00:00:00Z',
      },
    },
    ...more,
  };
}

const states = async () =>
  (
    await fixture.rows<{ key: string; state: string; retries: number }>(
      'select key, state, retries from syncline.dead_letter where flow_id = $1 order by id',
      [flowId],
    )
  ).map(({ key, state, retries }) => `${key} ${state} ${retries}`);

describe('failed records', () => {
  it('are run once more after the next run of their feeder that went through, all in one run', async () => {
    await play(await readNow(), [{ deadLetters: [letter('a'), letter('b')] }], 'partial');
    expect(await openReplays()).toEqual([]);
    await play(await readNow(), []);
    const [replay, ...more] = await openReplays();
    expect(replay).toMatchObject({ kind: 'replay', feeder: 'nightly', startedBy: 'sync' });
    expect(more).toEqual([]);
    expect(await states()).toEqual(['a replaying 1', 'b replaying 1']);
    const items = await ports().replays.read(replay?.runId ?? '', null, 10);
    expect(items.map(({ sourceKey }) => sourceKey)).toEqual(['source a', 'source b']);
    expect(items[0]?.change).toMatchObject({ key: 'source a', op: 'upsert', record: { zero: 'a\0b' } });
    expect(await ports().replays.read(replay?.runId ?? '', items[0]?.letterId ?? '', 10)).toHaveLength(1);
  });

  it('that arrive are off the list, those that fail again count on, and after five times nobody tries', async () => {
    await play(await readNow(), [{ deadLetters: [letter('a'), letter('b')] }], 'partial');
    const tried: string[][] = [];
    for (let time = 0; time < 7; time += 1) {
      await play(await readNow(), []);
      const [replay] = await openReplays();
      if (replay === undefined) break;
      const items = await ports().replays.read(replay.runId, null, 10);
      tried.push(items.map(({ change }) => change.key));
      const replayed = items.map(({ letterId, sourceKey }) => ({
        id: letterId,
        state: sourceKey === 'source a' ? ('replayed' as const) : ('superseded' as const),
      }));
      await play(replay.runId, [{ replayed, deadLetters: [letter('b')] }], 'partial');
    }
    expect(tried).toEqual([['source a', 'source b'], ...Array(4).fill(['source b'])]);
    expect((await states()).filter((state) => /open|replayed/.test(state))).toEqual([
      'a replayed 1',
      'b open 5',
    ]);
  });

  it('of a newer version are tried anew', async () => {
    await play(await readNow(), [{ deadLetters: [letter('a')] }], 'partial');
    await fixture.rows('update syncline.dead_letter set retries = 5 where flow_id = $1', [flowId]);
    await play(await readNow(), [{ deadLetters: [letter('a')] }], 'partial');
    await play(await readNow(), [{ deadLetters: [letter('a', { version: 'v2' })] }], 'partial');
    expect(await states()).toEqual(['a superseded 5', 'a superseded 5', 'a open 0']);
  });

  it('in doubt, or that never were a record, wait for a person', async () => {
    const deadLetters = [letter('a', { outcome: 'uncertain' }), letter('b', { origin: null })];
    await play(await readNow(), [{ deadLetters }], 'partial');
    await play(await readNow(), []);
    expect(await openReplays()).toEqual([]);
  });

  it('which did not get as far as a destination are one a record too', async () => {
    const early = () =>
      letter('a', { node: 'ask', destinationId: null, key: null, outcome: 'dead', code: 'mapping.failed' });
    await play(await readNow(), [{ deadLetters: [early(), early()] }], 'partial');
    await play(await readNow(), [{ deadLetters: [early()] }], 'partial');
    expect(await states()).toEqual(['null superseded 0', 'null superseded 0', 'null open 0']);
  });

  it('are back on the list when their replay ends without them, unless a newer one is there', async () => {
    await play(await readNow(), [{ deadLetters: [letter('a'), letter('b'), letter('c')] }], 'partial');
    await play(await readNow(), []);
    const [replay] = await openReplays();
    const newer = await readNow();
    await play(newer, [{ deadLetters: [letter('b', { version: 'v2' })] }], 'partial');
    const [first] = await ports().replays.read(replay?.runId ?? '', null, 1);
    await play(replay?.runId ?? '', [{ replayed: [{ id: first?.letterId ?? '', state: 'open' }] }], 'failed');
    expect((await states()).sort()).toEqual(['a open 1', 'b open 0', 'b superseded 1', 'c open 1']);
  });
});

describe('a sweep', () => {
  const stream = async () => (await fixture.store.feeders.list(flowId)).find(({ node }) => node === 'shop');
  const seenRows = (runId: string) =>
    fixture.rows('select 1 from syncline.sweep_seen where run_id = $1', [runId]);

  it('knows what it did not meet, by key, and forgets what it met when it ends', async () => {
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const ledger = keys.map((key) => row(key, { sourceKey: key === 'd' ? 'source d' : null }));
    ledger.push(row('gone', { state: 'tombstone' }), row('left', { state: 'orphan' }));
    await play(await readNow(), [{ ledger }]);
    const runId = await sweepNow();
    await ports().runs.begin(lease, runId, null, 'one');
    const met = (at: number, seen: string[]) =>
      ports().runs.settle(lease, { ...emptyPage(runId, at), seen: [{ destinationId: target, keys: seen }] });
    await met(0, ['a', 'a']);
    await met(1, ['a', 'c']);
    expect(await ports().sweeps.known(target)).toBe(5);
    expect(await ports().sweeps.count(runId, target)).toEqual({ known: 5, missing: 3 });
    expect(await ports().sweeps.missing(runId, target, null, 2)).toEqual([
      { key: 'b', sourceKey: 'b' },
      { key: 'd', sourceKey: 'source d' },
    ]);
    expect(await ports().sweeps.missing(runId, target, 'd', 2)).toEqual([{ key: 'e', sourceKey: 'e' }]);
    // Deleted by a worker that died before it could count it: it is met again, so that it is counted.
    await fixture.rows(
      `update syncline.ledger set state = 3, last_run = $1, last_page = null where destination_id = $2 and key = 'e'`,
      [runId, target],
    );
    expect(await ports().sweeps.missing(runId, target, 'd', 2)).toEqual([{ key: 'e', sourceKey: 'e' }]);
    const counts = { target: { in: 2, out: 0, outcomes: { deleted: 2 } } };
    await ports().runs.settle(lease, { ...emptyPage(runId, 2), counts });
    expect(await ports().sweeps.deleted(runId, 'target')).toBe(2);
    expect(await ports().sweeps.deleted(runId, 'ask')).toBe(0);
    expect(await seenRows(runId)).toHaveLength(2);
    // One that failed in this run was listed, so it is not missing.
    await ports().runs.settle(lease, { ...emptyPage(runId, 3), deadLetters: [letter('d')] });
    expect(await ports().sweeps.missing(runId, target, 'b', 2)).toEqual([{ key: 'e', sourceKey: 'e' }]);
    await ports().runs.finishPart(lease, runId, { status: 'failed', reason: null, note: null });
    expect(await seenRows(runId)).toEqual([]);
  });

  it('that is complete proves the stream up to its start, with what it found', async () => {
    const runId = await sweepNow();
    const counts = { target: { in: 10, out: 0, outcomes: { updated: 3, deleted: 2, unchanged: 5 } } };
    await play(runId, [{ read: 8, counts }], 'succeeded', 2);
    const run = await fixture.store.runs.get(runId);
    expect(await stream()).toMatchObject({
      verifiedThrough: run.startedAt,
      sweep: { runId, checked: 8, repaired: 3, missing: 2, failed: 0 },
    });
  });

  it.each(['failed', 'cancelled'] as const)('that is %s proves nothing', async (status) => {
    await play(await sweepNow(), [{ read: 8 }], status, 2);
    expect(await stream()).toMatchObject({ verifiedThrough: null, sweep: null });
  });

  it('in which records failed proves all but these, if it looked for what is gone', async () => {
    const failed = { read: 8, deadLetters: [letter('a'), letter('a', { node: 'ask', destinationId: null })] };
    const runId = await sweepNow();
    await play(runId, [failed], 'partial', 2);
    const { startedAt } = await fixture.store.runs.get(runId);
    const sweep = { runId, checked: 7, repaired: 0, missing: 2, failed: 1 };
    expect(await stream()).toMatchObject({ verifiedThrough: startedAt, sweep });
    const next = await sweepNow();
    await play(next, [failed], 'partial', null);
    expect(await stream()).toMatchObject({
      verifiedThrough: startedAt,
      sweep: { runId: next, checked: 7, missing: null, failed: 1 },
    });
  });
});

it('a read moves the cursor, a sweep and a backfill never do', async () => {
  for (const kind of ['sweep', 'backfill', 'replay', 'read']) {
    const runId = await readNow();
    await fixture.rows('update syncline.run set kind = $2, high = $3, begun = true where id = $1', [
      runId,
      kind,
      '7',
    ]);
    await play(runId, []);
    const found = await fixture.rows('select value from syncline.cursor where flow_id = $1', [flowId]);
    expect(found).toEqual(kind === 'read' ? [{ value: 7 }] : []);
  }
});

describe('a record', () => {
  it('is found by what its source knows it under, as long as the destination holds it', async () => {
    const ledger = [
      row('same'),
      row('d1', { sourceKey: 's1', terms: ['ann@example.test'] }),
      row('d2', { sourceKey: 's2', terms: [] }),
      row('d3', { sourceKey: 's3', terms: [], state: 'tombstone' }),
      row('d4', { sourceKey: 'zero\0', terms: [] }),
    ];
    const runId = await readNow();
    await play(runId, [{ ledger }]);
    const asked = ['same', 's1', 's2', 's3', 'd1', 'zero\0', 'nobody'];
    expect([...(await ports().ledger.keysOf(target, asked))].sort()).toEqual([
      ['s1', 'd1'],
      ['s2', 'd2'],
      ['same', 'same'],
      ['zero\0', 'd4'],
    ]);
    expect((await ports().ledger.keysOf(target, [])).size).toBe(0);
  });

  it('keeps what it is found by when a later write says nothing of it', async () => {
    const runId = await readNow();
    await play(runId, [
      { ledger: [row('d1', { sourceKey: 's1', terms: ['ann@example.test'] })] },
      { ledger: [row('d1', { hash: 'h2' })] },
      { ledger: [row('d1', { hash: 'h3' }), row('d2', { sourceKey: 's2', terms: ['x'] })] },
    ]);
    expect([...(await ports().ledger.keysOf(target, ['s1', 's2']))]).toEqual([
      ['s1', 'd1'],
      ['s2', 'd2'],
    ]);
    const [held] = await fixture.rows<{ terms: string[] }>(
      `select terms from syncline.ledger where destination_id = $1 and key = 'd1'`,
      [target],
    );
    expect(held?.terms).toHaveLength(2);
  });

  it('has its written values kept, sealed', async () => {
    const change = { node: 'target', destinationId: target, key: 'a', version: 'v1' };
    await play(await readNow(), [
      {
        changes: [
          { ...change, outcome: 'updated', record: { email: 'ann@example.test' } },
          { ...change, outcome: 'deleted', record: null },
        ],
      },
    ]);
    const [written, deleted] = await fixture.rows<{ content: Buffer | null; outcome: number }>(
      'select content, outcome from syncline.record_change where destination_id = $1 order by outcome',
      [target],
    );
    expect(written?.content?.toString()).not.toContain('ann@');
    expect(openChange(testCipher, written?.content ?? Buffer.of())).toEqual({ email: 'ann@example.test' });
    expect(deleted).toMatchObject({ content: null, outcome: 2 });
  });
});
