import { type Destination, SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { liveAndDie } from './testing/mortalWorker.ts';
import { pretendFlow, pretendPlan, pretendStep } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem } from './testing/pretendSystem.ts';
import { rowsOf, stored } from './testing/setUp.ts';

interface Export {
  store: MemoryStore;
  system: PretendSystem;
  /** Rows by step and run, in the order they were handed over. */
  parts: Map<string, string[]>;
  /** What finished runs have put in place, by step. */
  files: Map<string, string[]>;
  /** Calls of finish, as "step run". */
  finishes: string[];
}

/** Two schedules, each with a destination of its own that each run replaces; nothing takes a row back. */
function setUpExport(): Export {
  const parts = new Map<string, string[]>();
  const files = new Map<string, string[]>();
  const finishes: string[] = [];
  const plan = pretendPlan({}, [
    pretendStep('weekly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['file'] } }),
    pretendStep('other', { type: 'pretend.schedule', role: 'schedule', next: { out: ['beside'] } }),
    pretendStep('file', { type: 'pretend.upsert', role: 'destination', config: { deletes: 'delete' } }),
    pretendStep('beside', { type: 'pretend.upsert', role: 'destination' }),
  ]);
  const store = createMemoryStore(pretendFlow(plan));
  const system = createPretendSystem({ delivery: 'T', rows: rowsOf(12), pageSize: 4, maxBatch: 3 });
  const { connectors } = system;
  const partOf = (destinationId: string, runId: string) => {
    const place = `${destinationId} ${runId}`;
    const part = parts.get(place) ?? [];
    parts.set(place, part);
    return part;
  };
  const pretended = connectors.destination('pretend.upsert');
  if (pretended === undefined) throw new Error('no destination');
  const destination: Destination = {
    ...pretended,
    wholeState: () => true,
    write: async (context, request) => {
      const outcomes = await pretended.write(context, request);
      const rows = request.batch.map(({ key, record }) => `${key}=${JSON.stringify(record)}`);
      partOf(request.destinationId, request.runId).push(...rows);
      return outcomes;
    },
    finish: async (_, { destinationId, runId }) => {
      finishes.push(`${destinationId} ${runId}`);
      files.set(destinationId, partOf(destinationId, runId));
    },
  };
  system.connectors = {
    ...connectors,
    destination: (type) => (type === 'pretend.upsert' ? destination : undefined),
  };
  return { store, system, parts, files, finishes };
}

const linesOf = ({ system }: Export) =>
  system.rows.map(({ key, record }) => `${key}=${JSON.stringify(record)}`).sort();
const fileOf = ({ files }: Export) => files.get('dest-file')?.toSorted();

describe('a destination that each run replaces', () => {
  it('is given every record by each run, and told when that was all', async () => {
    const exported = setUpExport();
    const { store, system, finishes } = exported;
    const first = store.addRun('weekly');
    await drain(store, system);
    expect(fileOf(exported)).toEqual(linesOf(exported));
    system.rows = system.rows
      .slice(1)
      .map((row, n) => (n === 3 ? { ...row, version: 2, record: { n: 'new' } } : row));
    const second = store.addRun('weekly');
    await drain(store, system);
    expect(fileOf(exported)).toEqual(linesOf(exported));
    const { counts } = stored(store, second);
    expect(counts.file).toMatchObject({ in: 11, out: 0 });
    expect(finishes).toEqual([`dest-file ${first.runId}`, `dest-file ${second.runId}`]);
  });

  it('is not replaced by a run of a feeder that does not lead to it', async () => {
    const exported = setUpExport();
    const { store, system, files, finishes } = exported;
    store.addRun('weekly');
    store.addRun('other');
    await drain(store, system);
    expect([...files.keys()].sort()).toEqual(['dest-beside', 'dest-file']);
    expect(finishes).toHaveLength(2);
    system.rows = [];
    store.addRun('other');
    await drain(store, system);
    expect(fileOf(exported)).toHaveLength(12);
    expect(files.get('dest-beside')).toEqual([]);
  });

  it('is left alone by a run that was cancelled, and by one that failed', async () => {
    const exported = setUpExport();
    const { store, system, finishes } = exported;
    const cancelled = store.addRun('weekly');
    system.onRead = (page) => {
      if (page === 1) cancelled.cancelRequested = true;
      if (page === 1) store.cancelRuns.add(cancelled.runId);
      return new Promise((resolve) => setTimeout(resolve, 100));
    };
    await drain(store, system);
    expect(stored(store, cancelled).status).toBe('cancelled');
    const failed = store.addRun('weekly');
    const read = system.pagesRead;
    system.onRead = (page) => {
      if (page > read) throw new SyncError('fatal', 'source.query', 'no such table');
    };
    await drain(store, system);
    expect(stored(store, failed).status).toBe('failed');
    expect(finishes).toEqual([]);
    system.onRead = () => undefined;
    const next = store.addRun('weekly');
    await drain(store, system);
    expect(fileOf(exported)).toEqual(linesOf(exported));
    expect(finishes).toEqual([`dest-file ${next.runId}`]);
  });

  it('leaves deletes out: what a run does not bring is gone', async () => {
    const exported = setUpExport();
    const { store, system } = exported;
    store.addRun('weekly');
    await drain(store, system);
    system.rows = system.rows.map((row, n) => (n === 0 ? { ...row, version: 2, deleted: true } : row));
    const run = store.addRun('weekly');
    await drain(store, system);
    expect(stored(store, run).counts.file?.outcomes.filtered).toBe(1);
    expect(fileOf(exported)).toEqual(linesOf(exported).filter((line) => !line.startsWith('k0=')));
  });

  it('is given each record once by a run, at whichever call its workers die', async () => {
    let deaths = 0;
    for (let atCall = 1; ; atCall += 1) {
      let reached = false;
      for (const when of ['before', 'after'] as const) {
        const exported = setUpExport();
        const { store, system, finishes } = exported;
        store.addRun('weekly');
        await drain(store, system);
        const run = store.addRun('weekly');
        if (!(await liveAndDie(store, system, { atCall, when }))) continue;
        reached = true;
        deaths += 1;
        store.expireLeases();
        store.skewMs += 120_000;
        // What changes meanwhile may be in the file or not, but not twice.
        system.rows = system.rows.map((row) => ({ ...row, version: 2, record: { n: 'new' } }));
        for (let lives = 0; store.queue.isBusy() && lives < 5; lives += 1)
          await liveAndDie(store, system, { atCall: Number.POSITIVE_INFINITY, when: 'before' });
        const { status, counts } = stored(store, run);
        const keys = fileOf(exported)
          ?.map((line) => line.slice(0, line.indexOf('=')))
          .sort();
        const outcomes = Object.values(counts.file?.outcomes ?? {}).reduce((sum, n) => sum + (n ?? 0), 0);
        expect({ atCall, when, status, keys, outcomes }).toEqual({
          atCall,
          when,
          status: 'succeeded',
          keys: rowsOf(12)
            .map(({ key }) => key)
            .sort(),
          outcomes: 12,
        });
        expect(finishes.at(-1)).toBe(`dest-file ${run.runId}`);
      }
      if (!reached) break;
    }
    expect(deaths).toBeGreaterThan(20);
  }, 120_000);
});
