import { describe, expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import {
  approve,
  approveAll,
  checkAccount,
  hold,
  post,
  setUpGate,
  total,
  waiting,
} from './testing/gateFlow.ts';
import { rowsOf } from './testing/setUp.ts';

describe('a step that asks a person', () => {
  it('keeps records until they are approved: approved twice at once is delivered once', async () => {
    const { store, system } = setUpGate(approve, { rows: rowsOf(3) });
    store.addRun('nightly');
    await drain(store, system);
    expect(system.writes).toEqual([]);
    expect(waiting(store).map(({ key }) => key)).toEqual(['k0', 'k1', 'k2']);
    expect(total(store, 'gate', 'parked')).toBe(3);

    expect([approveAll(store, 'k0', 'k1'), approveAll(store, 'k0', 'k1')]).toEqual([2, 0]);
    await drain(store, system);
    await drain(store, system);
    expect(system.history).toEqual(['k0={"n":0}', 'k1={"n":1}']);
    expect(waiting(store).map(({ key }) => key)).toEqual(['k2']);
    const release = store.runs.filter(({ kind }) => kind === 'release');
    expect(release).toMatchObject([{ feeder: 'gate', status: 'succeeded', read: 2 }]);
    expect(release[0]?.counts).toMatchObject({
      gate: { in: 2, out: 2 },
      list: { in: 2, outcomes: { created: 2 } },
    });
    checkAccount(store);
  });

  it('lets a newer change take the place of the one that waited, and asks again', async () => {
    const { store, system } = setUpGate(approve);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await drain(store, system);
    post(store, { key: 'a', version: 3, record: { n: 3 } });
    await drain(store, system);
    post(store, { key: 'a', version: 2, record: { n: 2 } });
    await drain(store, system);
    expect(store.checkpoints.parked.map(({ state, record }) => [state, record.n])).toEqual([
      ['superseded', 1],
      ['waiting', 3],
    ]);
    expect(total(store, 'gate', 'stale')).toBe(1);
    approveAll(store, 'a');
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":3}']);
  });

  it('does not ask about what was decided: the same content again changes nothing', async () => {
    const { store, system } = setUpGate(approve, { rows: rowsOf(2) });
    store.addRun('nightly');
    await drain(store, system);
    for (const row of store.checkpoints.parked) row.state = 'rejected';
    system.rows = rowsOf(2, () => ({ version: 2 }));
    store.addRun('nightly', { full: true });
    await drain(store, system);
    expect(waiting(store)).toEqual([]);
    expect(total(store, 'gate', 'unchanged')).toBe(2);
    expect(system.writes).toEqual([]);
  });

  it('asks about deletes too, also of records it never saw', async () => {
    const { store, system } = setUpGate(approve);
    system.held.set('old', { record: { n: 0 }, effects: [] });
    store.ledger.set('dest-list old', {
      hash: 'x',
      version: 's0.0.z.1',
      state: 'synced',
      remoteId: null,
      runId: null,
      page: null,
      outcome: 'created',
    } as never);
    post(store, { key: 'old', version: 2, record: {}, deleted: true });
    await drain(store, system);
    expect(waiting(store)).toMatchObject([{ key: 'old', contentHash: '', change: { op: 'delete' } }]);
    approveAll(store, 'old');
    await drain(store, system);
    expect(system.held.has('old')).toBe(false);
  });

  it('asks nobody about a delete of a record that was never let through here and that nobody behind has', async () => {
    for (const gate of [approve, hold]) {
      const { store, system } = setUpGate(gate);
      post(store, { key: 'elsewhere', version: 2, record: {}, deleted: true });
      await drain(store, system);
      expect(store.checkpoints.parked).toEqual([]);
      expect(total(store, 'gate', 'filtered')).toBe(1);
      // Its tombstone: late news from before the delete do not ask either.
      post(store, { key: 'elsewhere', version: 1, record: { n: 1 } });
      await drain(store, system);
      expect(store.checkpoints.parked).toEqual([]);
      checkAccount(store);
    }
  });

  it('puts a delete in the place of what waits, and asks about what may be on its way', async () => {
    const { store, system } = setUpGate(approve);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await drain(store, system);
    post(store, { key: 'a', version: 2, record: {}, deleted: true });
    await drain(store, system);
    expect(waiting(store)).toMatchObject([{ key: 'a', change: { op: 'delete' } }]);
  });

  it('does what was agreed when nobody decides in time', async () => {
    for (const whenExpired of ['stay', 'reject', 'approve'] as const) {
      const { store, system } = setUpGate({ ...approve, config: { timeoutHours: 2, whenExpired } });
      post(store, { key: 'a', version: 1, record: { n: 1 } });
      await drain(store, system);
      store.skewMs += 2 * 3_600_000 + 1;
      await store.ports(system.connectors).parked.expire();
      approveAll(store);
      await drain(store, system);
      const [row] = store.checkpoints.parked;
      expect([row?.state, system.history.length]).toEqual(
        { stay: ['waiting', 0], reject: ['expired', 0], approve: ['released', 1] }[whenExpired],
      );
    }
  });

  it('never writes an approved record over a newer one that came by another way', async () => {
    const { store, system } = setUpGate(approve);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await drain(store, system);
    store.ledger.set('dest-list a', {
      hash: 'x',
      version: 's0.0.z.9',
      state: 'synced',
      remoteId: null,
      runId: null,
      page: null,
      outcome: 'created',
    } as never);
    approveAll(store, 'a');
    await drain(store, system);
    expect(system.history).toEqual([]);
    expect(total(store, 'list', 'stale')).toBe(1);
    expect(store.checkpoints.parked[0]?.state).toBe('released');
  });

  it('keeps its records over a pause and a new version of the flow', async () => {
    const { store, system } = setUpGate(approve);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await drain(store, system);
    store.flow = { ...store.flow, desired: 'paused' };
    approveAll(store, 'a');
    await drain(store, system);
    expect(system.history).toEqual([]);
    store.flow = { ...store.flow, desired: 'live', version: 2 };
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":1}']);
    expect(store.runs.at(-1)).toMatchObject({ kind: 'release', version: 2, status: 'succeeded' });
  });

  it('works in several parts: each lets its own records go on', async () => {
    const { store, system } = setUpGate(approve, { rows: rowsOf(40) }, { parts: 4 });
    store.addRun('nightly');
    await drain(store, system);
    expect(waiting(store)).toHaveLength(40);
    approveAll(store, ...waiting(store).map(({ key }) => key));
    await drain(store, system);
    expect(new Set(system.history).size).toBe(40);
    expect(system.history).toHaveLength(40);
    const parts = store.runs.filter(({ kind }) => kind === 'release').map(({ part }) => part);
    expect(parts.sort()).toEqual([0, 1, 2, 3]);
    checkAccount(store);
  });

  it('ends the way of a record in a run that reads, so that nothing behind it is counted there', async () => {
    const { store, system } = setUpGate(approve, { rows: rowsOf(5) });
    const run = store.addRun('nightly');
    await drain(store, system);
    const { counts } = store.runs.find(({ runId }) => runId === run.runId) ?? run;
    expect(counts.gate).toMatchObject({ in: 5, out: 0, outcomes: { parked: 5 } });
    expect(counts.list?.in ?? 0).toBe(0);
    expect(store.events.map(({ outcome, detail }) => [outcome, detail])).toEqual(
      Array(5).fill(['parked', 'Waits for a person to decide']),
    );
  });
});
