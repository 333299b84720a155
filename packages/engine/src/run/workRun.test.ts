import { SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain } from '../testing/drain.ts';
import { createMemoryStore } from '../testing/memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep } from '../testing/pretendFlow.ts';
import { createPretendSystem, type Row } from '../testing/pretendSystem.ts';
import { linesOf, rowsOf, setUp, stored } from '../testing/setUp.ts';

describe('a run of a schedule', () => {
  it('brings every record over, accounts for all of them and moves the cursor', async () => {
    const { store, system } = setUp();
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 35, pages: 4, note: null });
    expect(stored(store, run).counts).toEqual({
      nightly: { in: 35, out: 35, outcomes: {} },
      clean: { in: 35, out: 35, outcomes: {} },
      list: { in: 35, out: 0, outcomes: { created: 35 } },
    });
    expect(system.held.size).toBe(35);
    expect(store.cursors.get('nightly')).toBe(35);
    expect(linesOf(store, run)).toEqual([
      'Reading all records',
      '35 records in 4 pages',
      '35 written',
      'All 35 records accounted for',
    ]);
    expect(store.queue.failures).toEqual([]);
  });

  it('writes nothing the second time, and only what changed the third', async () => {
    const { store, system } = setUp();
    store.addRun('nightly');
    await drain(store, system);
    const calls = system.writes.length;
    const second = store.addRun('nightly');
    await drain(store, system);
    expect(system.writes).toHaveLength(calls);
    expect(stored(store, second).counts.list?.outcomes).toEqual({ duplicate: 35 });
    system.rows = system.rows.map((row, n) =>
      n % 5 === 0 ? { ...row, version: 2, record: { n: -n - 1 } } : row,
    );
    const third = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, third).counts.list?.outcomes).toEqual({ updated: 7, duplicate: 28 });
  });

  it('settles pages in order with at most three in memory, however slow the destination', async () => {
    let ahead = 0;
    const { store, system } = setUp({
      rows: rowsOf(300),
      onRead: () => {
        ahead = Math.max(ahead, system.pagesRead + 1 - store.settlements.length);
      },
      onWrite: () => new Promise((resolve) => setTimeout(resolve, 3)),
    });
    store.addRun('nightly');
    await drain(store, system);
    expect(store.settlements.map(({ page }) => page)).toEqual(Array.from({ length: 30 }, (_, page) => page));
    expect(ahead).toBeLessThanOrEqual(3);
    expect(system.held.size).toBe(300);
  });

  it('sends only the newest of several states in a page and tells of the others', async () => {
    const rows: Row[] = [
      { key: 'a', version: 1, record: { v: 1 } },
      { key: 'a', version: 3, record: { v: 3 } },
      { key: 'a', version: 2, record: { v: 2 } },
    ];
    const { store, system } = setUp({ rows });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(system.history).toEqual(['a={"v":3}']);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 1, superseded: 2 });
    expect(store.events.map(({ outcome }) => outcome)).toEqual(['superseded', 'superseded']);
  });

  it('carries deletes over, and leaves them out where the destination is not to delete', async () => {
    const { store, system } = setUp();
    store.addRun('nightly');
    await drain(store, system);
    system.rows = [{ key: 'k3', version: 2, record: {}, deleted: true }];
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ deleted: 1 });
    expect(system.held.has('k3')).toBe(false);
    expect(store.ledger.get('dest-list k3')?.state).toBe('tombstone');
    const list = store.flow.plan.steps.find(({ node }) => node === 'list');
    if (list !== undefined) list.config = {};
    system.rows = [{ key: 'k4', version: 2, record: {}, deleted: true }];
    const again = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, again).counts.list?.outcomes).toEqual({ filtered: 1 });
    expect(system.held.has('k4')).toBe(true);
  });

  it('keeps what a destination refuses, with the reason, and goes on', async () => {
    const { store, system } = setUp({
      onWrite: (_, batch) =>
        batch.some(({ key }) => key === 'k7')
          ? batch.map(({ key }) =>
              key === 'k7'
                ? {
                    status: 'reject',
                    code: 'destination.rejected',
                    message: 'Country UK not in the list',
                    fields: ['country'],
                  }
                : { status: 'ok', effect: 'created' },
            )
          : undefined,
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run)).toMatchObject({
      status: 'partial',
      deadCount: 1,
      note: 'The destination refused the record',
    });
    expect(store.deadLetters).toMatchObject([
      { key: 'k7', outcome: 'rejected', field: 'country', input: { n: 7 }, mapped: { n: 7 } },
    ]);
    expect(linesOf(store, run)).toContain('Country UK not in the list, kept in failed records');
    expect(store.ledger.get('dest-list k7')?.state).toBe('dead');
  });

  it('finds the one bad record of a batch that is refused as a whole', async () => {
    const { store, system } = setUp({
      rows: rowsOf(64),
      pageSize: 64,
      onWrite: (_, batch) => {
        if (batch.some(({ key }) => key === 'k40'))
          throw new SyncError('reject', 'destination.rejected', '400 bad request');
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 63, rejected: 1 });
    expect(store.deadLetters.map(({ key }) => key)).toEqual(['k40']);
    expect(system.writes.length).toBeLessThanOrEqual(1 + 2 * 6);
  });

  it('puts a record aside that the steps stumble over, and goes on', async () => {
    const plan = pretendPlan({}, [
      pretendStep('nightly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['clean'] } }),
      pretendStep('clean', {
        type: 'map',
        role: 'transform',
        config: {
          rest: 'keep',
          fields: [{ to: 'mail', from: 'mail', steps: [], required: 'dead-letter', otherwise: 'fail' }],
        },
        next: { out: ['list'] },
      }),
      pretendStep('list', { type: 'pretend.upsert', role: 'destination' }),
    ]);
    const store = createMemoryStore(pretendFlow(plan));
    const system = createPretendSystem({
      rows: rowsOf(20, (n) => ({ record: n === 4 ? {} : { mail: `${n}@a.test` } })),
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts).toMatchObject({
      clean: { in: 20, out: 19, outcomes: { dead: 1 } },
      list: { in: 19, outcomes: { created: 19 } },
    });
    expect(store.deadLetters).toMatchObject([
      { node: 'clean', key: 'k4', code: 'mapping.required', field: 'mail' },
    ]);
  });
});
