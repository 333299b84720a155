import type { DataRecord, WriteOutcome, WriteRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import type { ReplayItem } from './ports.ts';
import { drain } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { liveAndDie } from './testing/mortalWorker.ts';
import { pretendFlow, pretendPlan, pretendStep as step } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';
import { linesOf, rowsOf, setUp, stored } from './testing/setUp.ts';
import type { StoredRun } from './testing/storedRun.ts';

/** Records the destination will not have, until somebody corrects them. */
const refuseBad = (apply: (record: WriteRecord) => WriteOutcome) => (_: number, batch: WriteRecord[]) =>
  batch.map(
    (one): WriteOutcome =>
      one.record.bad === true
        ? { status: 'reject', code: 'destination.rejected', message: 'no such thing' }
        : apply(one),
  );

function refusing(system: PretendSystem): void {
  system.onWrite = refuseBad(({ key, op, record }) => {
    const known = system.held.has(key);
    system.history.push(`${key}=${op === 'delete' ? 'deleted' : JSON.stringify(record)}`);
    system.held.set(key, { record: { ...record }, effects: [] });
    return { status: 'ok', effect: known ? 'updated' : 'created' };
  });
}

/** A person replays these letters, with what is laid over the record. */
function replay(store: MemoryStore, edit: DataRecord = {}, letters = store.deadLetters): StoredRun {
  const items = letters.map((letter, index): ReplayItem => {
    const { origin, input } = letter;
    if (origin === null) throw new Error('a letter that can not be replayed');
    // What came in was a record.
    const record = { ...(input as DataRecord), ...edit };
    return { letterId: `${index + 1}`, sourceKey: origin.sourceKey, change: { ...origin.change, record } };
  });
  const feeder = letters[0]?.origin?.feeder ?? '';
  const run = store.addRun(feeder, { kind: 'replay', startedBy: 'replay' });
  store.checkpoints.replays.set(run.runId, items);
  return run;
}

const badRows = (count: number): Row[] => rowsOf(count, (n) => ({ record: { n, bad: n % 2 === 0 } }));

describe('a failed record that is run once more', () => {
  it('goes on with its edit and is off the list; nothing is read and no cursor moves', async () => {
    const { store, system } = setUp({ rows: badRows(4) });
    refusing(system);
    store.addRun('nightly');
    await drain(store, system);
    expect(store.deadLetters.map(({ key }) => key)).toEqual(['k0', 'k2']);
    const { pagesRead } = system;
    const cursors = new Map(store.cursors);
    const run = replay(store, { bad: false });
    await drain(store, system);
    expect(system.held.get('k0')?.record).toEqual({ n: 0, bad: false });
    expect(store.checkpoints.replayed).toEqual([
      { id: '1', state: 'replayed' },
      { id: '2', state: 'replayed' },
    ]);
    expect([system.pagesRead, store.cursors]).toEqual([pagesRead, cursors]);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 2, window: null });
    expect(linesOf(store, run)[0]).toBe('Running failed records once more');
  });

  it('changes nothing when it was delivered meanwhile in a newer version', async () => {
    const { store, system } = setUp({ rows: badRows(1) });
    refusing(system);
    store.addRun('nightly');
    await drain(store, system);
    store.post('changes', 'k0', { key: 'k0', version: 2, record: { n: 'newer' } });
    await drain(store, system);
    const run = replay(store, { bad: false });
    await drain(store, system);
    expect(system.history).toEqual(['k0={"n":"newer"}']);
    expect(store.checkpoints.replayed).toEqual([{ id: '1', state: 'superseded' }]);
    expect(stored(store, run).counts.list).toMatchObject({ outcomes: { superseded: 1 } });
  });

  it('that fails again has one letter on the list: the new one', async () => {
    const { store, system } = setUp({ rows: badRows(1) });
    refusing(system);
    store.addRun('nightly');
    await drain(store, system);
    const run = replay(store, { still: 'bad' });
    await drain(store, system);
    expect(store.checkpoints.replayed).toEqual([{ id: '1', state: 'superseded' }]);
    expect(store.deadLetters.map(({ runId, input }) => [runId === run.runId, input])).toEqual([
      [false, { n: 0, bad: true }],
      [true, { n: 0, bad: true, still: 'bad' }],
    ]);
    expect(stored(store, run).status).toBe('partial');
  });

  it('is in the hands of one part of a split flow', async () => {
    const { store, system } = setUp({ rows: badRows(30) }, { parts: 3 });
    refusing(system);
    store.addRun('nightly');
    await drain(store, system);
    replay(store, { bad: false });
    await drain(store, system);
    expect(store.checkpoints.replayed.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 15 }, (_, n) => n + 1),
    );
    expect(system.held.size).toBe(30);
  });

  it('goes on from the checkpoint it had passed, and nobody is asked twice', async () => {
    const store = createMemoryStore(
      pretendFlow(
        pretendPlan({}, [
          step('changes', { type: 'pretend.trigger', role: 'trigger', next: { out: ['named'] } }),
          step('named', {
            type: 'map',
            role: 'transform',
            config: {
              key: 'name',
              rest: 'keep',
              fields: [{ to: 'mapped', value: true, steps: [], otherwise: 'skip-field' }],
            },
            next: { out: ['gate'] },
          }),
          step('gate', { type: 'approve', role: 'checkpoint', next: { out: ['list'] } }),
          step('list', { type: 'pretend.upsert', role: 'destination' }),
        ]),
      ),
    );
    const system = createPretendSystem();
    refusing(system);
    store.post('changes', '17', { key: '17', version: 1, record: { name: 'ada', bad: true } });
    await drain(store, system);
    store.checkpoints.approve('ada');
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    await drain(store, system);
    expect(store.deadLetters).toMatchObject([
      {
        key: 'ada',
        input: { name: 'ada', bad: true, mapped: true },
        origin: { feeder: 'gate', sourceKey: '17', change: { key: 'ada' } },
      },
    ]);
    replay(store, { bad: false });
    await drain(store, system);
    expect(system.history).toHaveLength(1);
    expect(system.held.get('ada')?.record).toEqual({ mapped: true, name: 'ada', bad: false });
    expect(store.checkpoints.parked).toHaveLength(1);
    expect(store.checkpoints.replayed).toEqual([{ id: '1', state: 'replayed' }]);
    expect(store.settlements.at(-1)?.ledger).toMatchObject([{ key: 'ada', sourceKey: '17' }]);
  });
});

describe('a worker that dies at any call of a replay', () => {
  it('delivers each record once, and tells of each letter once', async () => {
    let deaths = 0;
    for (let atCall = 1, reached = true; reached; atCall += 1) {
      reached = false;
      for (const when of ['before', 'after'] as const) {
        const { store, system } = setUp({ rows: badRows(12), delivery: 'T', maxBatch: 2 });
        const letters = rowsOf(5).map(({ key, record }) => ({
          origin: {
            feeder: 'nightly',
            sourceKey: key,
            change: {
              stream: 'rows',
              key,
              op: 'upsert' as const,
              version: { kind: 'seq' as const, epoch: 0, value: '1', granularityMs: 0 },
              sourceTs: null,
              receivedTs: '2026-01-01T00:00:00Z',
            },
          },
          input: record,
        }));
        replay(store, {}, letters as unknown as MemoryStore['deadLetters']);
        if (!(await liveAndDie(store, system, { atCall, when }, { pageRecords: 3 }))) continue;
        reached = true;
        deaths += 1;
        store.expireLeases();
        store.skewMs += 120_000;
        for (let lives = 0; store.queue.isBusy(); lives += 1) {
          if (lives > 5) throw new Error('the work does not end');
          const ever = { atCall: Number.POSITIVE_INFINITY, when: 'before' } as const;
          await liveAndDie(store, system, ever, { pageRecords: 3 });
        }
        expect(system.history.toSorted()).toEqual(rowsOf(5).map(({ key }, n) => `${key}={"n":${n}}`));
        expect(store.checkpoints.replayed.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
        expect(store.runs.map(({ status }) => status)).toEqual(['succeeded']);
      }
    }
    expect(deaths).toBeGreaterThan(20);
  }, 60_000);
});
