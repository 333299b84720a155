import { FencedError, type Lease, type LedgerWrite, type PageSettlement } from '@syncline/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  openFixture,
  type PublishedFlow,
  publishSample,
  type StoreFixture,
} from '../testing/storeFixture.ts';
import { PageSettledError } from './pageSettledError.ts';

let fixture: StoreFixture;
let flow: PublishedFlow;
let lease: Lease;
let runId: string;

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
  await fixture.store.ports.runs.begin(lease, runId, null, 'worker one');
});

function ledgerWrite(key: string, more: Partial<LedgerWrite> = {}): LedgerWrite {
  return {
    destinationId: flow.destinationId,
    key,
    hash: `hash of ${key}`,
    version: 's0.0.0.1',
    state: 'synced',
    remoteId: null,
    runId,
    page: 0,
    outcome: 'created',
    sourceKey: null,
    terms: null,
    ...more,
  };
}

function page(more: Partial<PageSettlement> = {}): PageSettlement {
  return {
    runId,
    page: 0,
    token: { after: 'b' },
    progress: 0.5,
    inboxIds: [],
    read: 3,
    counts: {
      nightly: { in: 3, out: 3, outcomes: {} },
      clean: { in: 3, out: 2, outcomes: { dead: 1 } },
      target: { in: 2, out: 0, outcomes: { created: 2 } },
    },
    ledger: [ledgerWrite('a'), ledgerWrite('b', { remoteId: 'r7' })],
    ledgerIsNew: false,
    events: [
      { node: 'clean', destinationId: null, key: 'c', outcome: 'dead', code: 'mapping.failed', detail: null },
    ],
    deadLetters: [],
    attemptIds: [],
    spans: [{ node: 'target', kind: 'work', fromMs: 0, toMs: 20 }],
    parked: [],
    releasedIds: [],
    replayed: [],
    seen: [],
    changes: [],
    links: [],
    ...more,
  };
}

function letter(key: string, more: Partial<PageSettlement['deadLetters'][number]> = {}) {
  return {
    node: 'target',
    destinationId: flow.destinationId,
    key,
    outcome: 'dead' as const,
    code: 'destination.rejected',
    message: 'too long',
    field: 'email',
    place: null,
    input: { id: key },
    mapped: { email: 'secret@example.test' },
    version: 's0.0.0.1',
    attempts: 1,
    origin: null,
    ...more,
  };
}

const ports = () => fixture.store.ports;

describe('a page that is settled', () => {
  it('writes ledger, counts, token, events and totals in one go', async () => {
    await ports().runs.settle(lease, page());
    const ledger = await ports().ledger.read(flow.destinationId, ['a', 'b', 'nobody']);
    expect([...ledger.keys()].sort()).toEqual(['a', 'b']);
    expect(ledger.get('b')).toEqual({
      hash: 'hash of b',
      version: 's0.0.0.1',
      state: 'synced',
      remoteId: 'r7',
      runId,
      page: 0,
      outcome: 'created',
    });
    const [part] = await ports().runs.open(flow.id, 0);
    expect(part).toMatchObject({ token: { after: 'b' }, pages: 1, read: 3, deadCount: 1, tries: 0 });
    const run = await fixture.store.runs.get(runId);
    expect(run.totals).toEqual({ read: 3, written: 2, unchanged: 0, waiting: 0, failed: 1 });
    expect(run.progress).toBeCloseTo(0.5);
    expect(run.nodes.clean).toEqual({ in: 3, out: 2, outcomes: { dead: 1 } });
    expect(run.timeline).toEqual([{ node: 'target', kind: 'work', fromMs: 0, toMs: 20 }]);
    expect(run.balanced).toBe(true);
    expect(await fixture.rows('select code from syncline.record_event where run_id = $1', [runId])).toEqual([
      { code: 'mapping.failed' },
    ]);
  });

  it('is refused the second time and counts nothing twice', async () => {
    await ports().runs.settle(lease, page());
    await expect(ports().runs.settle(lease, page())).rejects.toThrow(PageSettledError);
    const run = await fixture.store.runs.get(runId);
    expect(run.totals.read).toBe(3);
    expect(run.nodes.target?.outcomes).toEqual({ created: 2 });
  });

  it('changes nothing at all when another worker took over', async () => {
    await fixture.rows(
      `update syncline.flow_part set until = now() - interval '1 second' where flow_id = $1`,
      [flow.id],
    );
    await ports().leases.acquire(flow.id, 0, 'two', 60_000);
    await expect(ports().runs.settle(lease, page({ deadLetters: [letter('x')] }))).rejects.toThrow(
      FencedError,
    );
    expect((await ports().ledger.read(flow.destinationId, ['a', 'b'])).size).toBe(0);
    expect((await fixture.store.runs.get(runId)).totals.read).toBe(0);
    const open = { limit: 10, flow: flow.id };
    expect((await fixture.store.runs.deadLetters(open)).items).toEqual([]);
  });

  it('is all or nothing: an error late in the statement leaves no trace', async () => {
    const broken = page({ attemptIds: ['a'], events: page().events });
    // A number no bigint holds, in the last thing that is written.
    broken.spans = [{ node: 'target', kind: 'work', fromMs: 0, toMs: 1e300 }];
    await expect(ports().runs.settle(lease, broken)).rejects.toThrow();
    expect((await ports().ledger.read(flow.destinationId, ['a'])).size).toBe(0);
    expect((await ports().runs.open(flow.id, 0))[0]?.pages).toBe(0);
  });

  it('adds up over pages and keeps the last state of each record', async () => {
    await ports().runs.settle(lease, page());
    await ports().runs.settle(
      lease,
      page({
        page: 1,
        token: null,
        ledger: [ledgerWrite('a', { page: 1, state: 'tombstone', outcome: 'deleted' })],
      }),
    );
    const run = await fixture.store.runs.get(runId);
    expect(run.nodes.clean).toEqual({ in: 6, out: 4, outcomes: { dead: 2 } });
    expect((await ports().ledger.read(flow.destinationId, ['a'])).get('a')).toMatchObject({
      state: 'tombstone',
      page: 1,
    });
    expect((await ports().runs.open(flow.id, 0))[0]?.token).toEqual({ after: 'b' });
  });

  it('keeps the remote id that a later write does not name, and drops it with the record', async () => {
    const settle = (at: number, more: Partial<LedgerWrite>) =>
      ports().runs.settle(lease, page({ page: at, ledger: [ledgerWrite('a', more)] }));
    const remoteId = async () => (await ports().ledger.read(flow.destinationId, ['a'])).get('a')?.remoteId;
    await settle(0, { remoteId: 'r1' });
    await settle(1, { remoteId: null, outcome: 'updated' });
    expect(await remoteId()).toBe('r1');
    await settle(2, { remoteId: null, state: 'tombstone' });
    expect(await remoteId()).toBeNull();
  });

  it('takes a key with a zero character, and of one key twice in a page the later write', async () => {
    const key = 'a\0b';
    const ledger = [ledgerWrite(key), ledgerWrite(key, { hash: 'later' })];
    await ports().runs.settle(
      lease,
      page({ ledger, deadLetters: [letter('z\0', { input: { a: 'x\0y' } })] }),
    );
    expect((await ports().ledger.read(flow.destinationId, [key])).get(key)?.hash).toBe('later');
  });

  it('takes its rows for new ones, and is settled once also when another part wrote one of them meanwhile', async () => {
    await ports().runs.settle(lease, page({ ledgerIsNew: true }));
    const next = { page: 1, ledger: [ledgerWrite('c'), ledgerWrite('b', { hash: 'newer', page: 1 })] };
    await ports().runs.settle(lease, page({ ...next, ledgerIsNew: true }));
    const ledger = await ports().ledger.read(flow.destinationId, ['a', 'b', 'c']);
    expect([...ledger.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(ledger.get('b')).toMatchObject({ hash: 'newer', remoteId: 'r7', page: 1 });
    const run = await fixture.store.runs.get(runId);
    expect(run.totals.read).toBe(6);
  });

  it('settles a page of 1,000 records', async () => {
    const keys = Array.from({ length: 1000 }, (_, at) => `customer-${at}`);
    const ledger = keys.map((key, at) => ledgerWrite(key, { state: at % 2 ? 'synced' : 'failed' }));
    await ports().runs.settle(lease, page({ ledger }));
    const read = await ports().ledger.read(flow.destinationId, keys);
    expect(read.size).toBe(1000);
    expect(read.get('customer-4')?.state).toBe('failed');
  });
});

describe('dead letters', () => {
  it('are sealed on disk, opened in the list and grouped by cause', async () => {
    const deadLetters = [
      letter('x'),
      letter('y'),
      letter('z', { code: 'mapping.failed', node: 'clean', field: null }),
    ];
    await ports().runs.settle(lease, page({ deadLetters }));
    const [raw] = await fixture.rows<{ mapped: Buffer }>(
      'select mapped from syncline.dead_letter where key = $1',
      ['x'],
    );
    expect(raw?.mapped.toString()).not.toContain('secret@example.test');
    const list = await fixture.store.runs.deadLetters({ run: runId, limit: 10 });
    expect(list.items.map((item) => item.key)).toEqual(['z', 'y', 'x']);
    expect(list.items[2]).toMatchObject({
      mapped: { email: 'secret@example.test' },
      title: expect.any(String),
    });
    expect(await fixture.store.runs.failures(runId)).toMatchObject([
      { node: 'target', code: 'destination.rejected', field: 'email', count: 2, message: 'too long' },
      { node: 'clean', code: 'mapping.failed', field: null, count: 1 },
    ]);
  });

  it('of one record only the newest is open', async () => {
    await ports().runs.settle(
      lease,
      page({ deadLetters: [letter('x'), letter('x', { message: 'second' })] }),
    );
    await ports().runs.settle(lease, page({ page: 1, deadLetters: [letter('x', { message: 'third' })] }));
    const open = await fixture.store.runs.deadLetters({ flow: flow.id, limit: 10 });
    expect(open.items.map((item) => item.message)).toEqual(['third']);
    expect((await fixture.store.runs.deadLetters({ run: runId, limit: 10 })).items).toHaveLength(3);
  });

  it('are closed when the record arrives after all', async () => {
    await ports().runs.settle(lease, page({ deadLetters: [letter('x'), letter('y')] }));
    await ports().runs.settle(
      lease,
      page({ page: 1, ledger: [ledgerWrite('x'), ledgerWrite('y', { state: 'dead' })] }),
    );
    const open = await fixture.store.runs.deadLetters({ flow: flow.id, limit: 10 });
    expect(open.items.map((item) => item.key)).toEqual(['y']);
  });

  it('page by cursor, and a made-up cursor is refused by name', async () => {
    await ports().runs.settle(lease, page({ deadLetters: ['p', 'q', 'r'].map((key) => letter(key)) }));
    const first = await fixture.store.runs.deadLetters({ run: runId, limit: 2 });
    const second = await fixture.store.runs.deadLetters({ run: runId, limit: 2, cursor: first.cursor ?? '' });
    expect([...first.items, ...second.items].map((item) => item.key)).toEqual(['r', 'q', 'p']);
    expect(second.cursor).toBeNull();
    await expect(fixture.store.runs.deadLetters({ limit: 2, cursor: 'zzz' })).rejects.toMatchObject({
      code: 'request.invalid',
      path: 'query.cursor',
    });
  });
});

describe('a batch on its way', () => {
  const attempt = () => ({
    id: 'attempt-1',
    runId,
    part: 0,
    page: 0,
    node: 'target',
    destinationId: flow.destinationId,
    deadline: new Date('2030-01-01T00:00:00Z'),
    records: [
      { key: 'a', op: 'upsert' as const, hash: 'h', version: 'v', known: false },
      { key: 'b', op: 'delete' as const, hash: '', version: 'v', known: true },
    ],
  });

  it('is found again after a crash and closed with what became of it', async () => {
    await ports().runs.openAttempt(lease, attempt());
    expect(await ports().runs.openAttempts(flow.id, 0)).toEqual([attempt()]);
    await ports().runs.closeAttempt(lease, 'attempt-1', [ledgerWrite('a')]);
    expect(await ports().runs.openAttempts(flow.id, 0)).toEqual([]);
    expect((await ports().ledger.read(flow.destinationId, ['a'])).size).toBe(1);
  });

  it('is kept as answered as long as a write of it may still land, and gone with a page settled after that', async () => {
    const landed = new Date('2030-01-01T00:00:10Z');
    await ports().runs.openAttempt(lease, { ...attempt(), id: 'attempt-3' });
    await ports().runs.closeAttempt(lease, 'attempt-3', [ledgerWrite('b')], landed);
    expect(await ports().runs.openAttempts(flow.id, 0)).toEqual([
      { ...attempt(), id: 'attempt-3', deadline: landed, answered: true },
    ]);
    expect((await ports().ledger.read(flow.destinationId, ['b'])).size).toBe(1);
    await ports().runs.settle(lease, page({ attemptIds: ['attempt-3'] }));
    expect(await ports().runs.openAttempts(flow.id, 0)).toEqual([]);
  });

  it('is gone when its page is settled', async () => {
    await ports().runs.openAttempt(lease, { ...attempt(), id: 'attempt-2' });
    await ports().runs.settle(lease, page({ attemptIds: ['attempt-2'] }));
    expect(await ports().runs.openAttempts(flow.id, 0)).toEqual([]);
  });
});

describe('a run', () => {
  it('has one window for all its parts: the first one counts', async () => {
    const split = await publishSample(fixture, { parts: 2 });
    const run = await fixture.store.runs.runNow(split.id, { startedBy: 'manual' });
    const both = await Promise.all(
      [0, 1].map((part) => ports().leases.acquire(split.id, part, 'one', 60_000)),
    );
    const [zero, one] = both;
    if (!zero || !one) throw new Error('no lease');
    expect((await ports().runs.open(split.id, 0))[0]?.window).toBeUndefined();
    const window = { low: null, high: { at: 5 } };
    expect(await ports().runs.begin(zero, run.id, window, 'one')).toEqual(window);
    expect(await ports().runs.begin(one, run.id, { low: null, high: { at: 9 } }, 'one')).toEqual(window);

    expect(await ports().runs.finishPart(zero, run.id, { status: 'partial', reason: 'x', note: 'n' })).toBe(
      false,
    );
    expect(
      await ports().runs.finishPart(one, run.id, { status: 'succeeded', reason: null, note: null }),
    ).toBe(true);
    const ended = await fixture.store.runs.get(run.id);
    expect(ended).toMatchObject({
      status: 'partial',
      reason: 'x',
      note: 'n',
      balanced: true,
      workers: ['one'],
    });
    const next = await fixture.store.runs.runNow(split.id, { startedBy: 'manual' });
    expect(await ports().runs.open(split.id, 0)).toMatchObject([{ runId: next.id, low: { at: 5 } }]);
  });

  it('that ends late does not move the cursor back behind a later one', async () => {
    const later = await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' });
    const done = { status: 'succeeded', reason: null, note: null } as const;
    await fixture.rows('update syncline.run set high = $2 where id = $1', [runId, '1']);
    await ports().runs.begin(lease, later.id, { low: null, high: 2 }, 'one');
    await ports().runs.finishPart(lease, later.id, done);
    await ports().runs.finishPart(lease, runId, done);
    const [cursor] = await fixture.rows('select value from syncline.cursor where flow_id = $1', [flow.id]);
    expect(cursor).toEqual({ value: 2 });
  });

  it('that failed leaves the cursor where it was', async () => {
    await fixture.rows('update syncline.run set high = $2 where id = $1', [runId, '1']);
    await ports().runs.finishPart(lease, runId, { status: 'failed', reason: null, note: null });
    expect(await fixture.rows('select 1 from syncline.cursor where flow_id = $1', [flow.id])).toEqual([]);
  });

  it('that has ended never changes again', async () => {
    await ports().runs.finishPart(lease, runId, { status: 'succeeded', reason: null, note: null });
    expect(await ports().runs.finishPart(lease, runId, { status: 'failed', reason: null, note: null })).toBe(
      false,
    );
    await ports().runs.wait(lease, runId, {
      status: 'backoff',
      resumesAt: null,
      tries: 1,
      reason: 'r',
      note: 'n',
    });
    await expect(ports().runs.settle(lease, page())).rejects.toThrow(PageSettledError);
    await fixture.store.runs.cancel(runId);
    expect((await fixture.store.runs.get(runId)).status).toBe('succeeded');
  });

  it('whose counts do not add up says so', async () => {
    const counts = { target: { in: 3, out: 0, outcomes: { created: 2 } } };
    await ports().runs.settle(lease, page({ counts }));
    await ports().runs.finishPart(lease, runId, { status: 'succeeded', reason: null, note: null });
    expect((await fixture.store.runs.get(runId)).balanced).toBe(false);
  });

  it('that waits comes back when its time has come, with its tries', async () => {
    const wait = { status: 'backoff' as const, tries: 3, reason: 'source.unreachable', note: 'Waits.' };
    await ports().runs.wait(lease, runId, { ...wait, resumesAt: new Date(Date.now() + 60_000) });
    expect(await ports().runs.open(flow.id, 0)).toEqual([]);
    await ports().runs.wait(lease, runId, { ...wait, resumesAt: new Date(Date.now() - 1000) });
    expect(await ports().runs.open(flow.id, 0)).toMatchObject([{ runId, status: 'backoff', tries: 3 }]);
    await ports().runs.settle(lease, page());
    expect(await ports().runs.open(flow.id, 0)).toMatchObject([
      { status: 'running', tries: 0, resumesAt: null },
    ]);
  });

  it('that is paused goes on when the flow is resumed', async () => {
    await ports().flows.pause(lease, 'auth', 'Sign in again.');
    await ports().runs.wait(lease, runId, {
      status: 'paused',
      resumesAt: null,
      tries: 0,
      reason: 'auth',
      note: 'n',
    });
    expect(await fixture.store.flows.get(flow.id)).toMatchObject({ state: 'paused', pauseReason: 'auth' });
    expect(await ports().runs.open(flow.id, 0)).toEqual([]);
    await fixture.store.flows.resume(flow.id);
    expect(await ports().runs.open(flow.id, 0)).toMatchObject([{ runId, status: 'queued' }]);
  });

  it('of a trigger groups its events in one, per version', async () => {
    const first = await ports().runs.openRolling(lease, 'hook', 1, 'one', 'live');
    expect((await ports().runs.openRolling(lease, 'hook', 1, 'one', 'live')).runId).toBe(first.runId);
    expect(first).toMatchObject({ status: 'running', startedBy: 'trigger', feeder: 'hook', window: null });
    const { document } = await fixture.store.flows.get(flow.id);
    const { plan } = await fixture.store.flows.version(flow.id);
    await fixture.store.flows.publish(flow.id, { document, plan, schedules: [], triggers: ['hook'] });
    expect((await ports().runs.openRolling(lease, 'hook', 2, 'one', 'live')).runId).not.toBe(first.runId);
    await ports().runs.finishPart(lease, first.runId, { status: 'succeeded', reason: null, note: null });
    expect((await ports().runs.openRolling(lease, 'hook', 1, 'one', 'live')).runId).not.toBe(first.runId);
  });

  it('is cancelled at once when nobody works on it, else at the next page', async () => {
    await ports().leases.release(lease);
    expect(await fixture.store.runs.cancel(runId)).toMatchObject({ status: 'cancelled' });
    const next = await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' });
    const again = await ports().leases.acquire(flow.id, 0, 'one', 60_000);
    expect(await fixture.store.runs.cancel(next.id)).toMatchObject({ status: 'queued' });
    expect(await ports().runs.open(flow.id, 0)).toMatchObject([{ runId: next.id, cancelRequested: true }]);
    if (again) await ports().leases.release(again);
  });
});
