import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from './testing/drain.ts';
import { hold, post, setUpGate, takeAll, waiting } from './testing/gateFlow.ts';

describe('a step that gathers changes', () => {
  it('makes of ten edits before the time one write', async () => {
    const { store, system } = setUpGate(hold);
    for (let version = 1; version <= 10; version += 1) {
      post(store, { key: 'a', version, record: { n: version } });
      if (version % 3 === 0) await takeAll(store, system);
    }
    await takeAll(store, system);
    expect(system.writes).toEqual([]);
    expect(waiting(store)).toMatchObject([{ key: 'a', record: { n: 10 } }]);
    expect(waiting(store)[0]?.due?.toISOString()).toMatch(/T18:00:00.000Z$/);
    store.skewMs += 24 * 3_600_000;
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":10}']);
  });

  it('keeps the time it had when an edit comes after that time and before it went on', async () => {
    const { store, system } = setUpGate(hold);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await takeAll(store, system);
    const due = waiting(store)[0]?.due;
    store.skewMs += 24 * 3_600_000;
    post(store, { key: 'a', version: 2, record: { n: 2 } });
    store.checkpoints.slow = true;
    await takeAll(store, system);
    expect(waiting(store)).toMatchObject([{ key: 'a', record: { n: 2 }, due }]);
    store.checkpoints.slow = false;
    await drain(store, system);
    expect(system.history).toEqual(['a={"n":2}']);
  });

  it('wakes up by itself when the time comes', async () => {
    const { store, system } = setUpGate(hold);
    store.skewMs = new Date('2100-01-01T18:00:00Z').getTime() - 250 - Date.now();
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    const worker = startWorker(store, system);
    await until(() => waiting(store).length === 1);
    expect(system.history).toEqual([]);
    await until(() => system.history.length === 1);
    await worker.stop();
    expect(system.history).toEqual(['a={"n":1}']);
  });

  it('leaves word for when to come back, and holds no worker meanwhile', async () => {
    const { store, system } = setUpGate(hold);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    const worker = startWorker(store, system);
    await until(() => store.runs.length === 1 && store.runs[0]?.status === 'succeeded');
    await worker.stop();
    expect(store.queue.isBusy()).toBe(true);
    expect(system.history).toEqual([]);
  });

  it('lets deletes on with the rest', async () => {
    const { store, system } = setUpGate(hold);
    post(store, { key: 'a', version: 1, record: { n: 1 } });
    await takeAll(store, system);
    post(store, { key: 'a', version: 2, record: {}, deleted: true });
    await takeAll(store, system);
    expect(waiting(store)).toMatchObject([{ key: 'a', change: { op: 'delete' } }]);
  });
});
