import type { WriteOutcome, WriteRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from '../testing/drain.ts';
import { linesOf, rowsOf, setUp, stored } from '../testing/setUp.ts';

const written: WriteOutcome = { status: 'ok', effect: 'created' };
const notBegun: WriteOutcome = {
  status: 'retry',
  code: 'destination.unreachable',
  message: 'it was not sent',
  notBegun: true,
};
const busy: WriteOutcome = { status: 'retry', code: 'destination.server', message: '503 busy' };

/** Takes so many of each batch, and has no time for the rest. */
const takes = (most: number) => (_: number, batch: WriteRecord[]) =>
  batch.map((_, place) => (place < most ? written : notBegun));

describe('records that were not begun because their batch took long', () => {
  it('go on at once with the next batch: no wait, no try, no warning', async () => {
    const { store, system } = setUp({ rows: rowsOf(90), pageSize: 90, maxBatch: 30, onWrite: takes(3) });
    const run = store.addRun('nightly');
    const begun = performance.now();
    await drain(store, system);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(stored(store, run)).toMatchObject({ status: 'succeeded', read: 90, tries: 0 });
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 90 });
    expect(store.logs.filter(({ entry }) => entry.level !== 'info')).toEqual([]);
    expect(stored(store, run).spans.some(({ kind }) => kind === 'retry')).toBe(false);
    // They keep their place, before what comes after them.
    expect(system.writes[1]?.slice(0, 2).map(({ key }) => key)).toEqual(['k3', 'k4']);
  });

  it('do not wait for those of their batch that failed, which are tried again once all others are through', async () => {
    let asked = 0;
    const { store, system } = setUp({
      rows: rowsOf(20),
      pageSize: 20,
      onWrite: (call, batch) => {
        asked = call;
        return batch.map(({ key }, place) => {
          if (key === 'k0' && call === 1) return busy;
          return place < 5 ? written : notBegun;
        });
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 20 });
    expect(linesOf(store, run).filter((line) => /trying again/.test(line))).toEqual([
      '503 busy, trying again in 0.1 s (1 of 8)',
    ]);
    expect(system.writes.at(-1)?.map(({ key }) => key)).toEqual(['k0']);
    expect(asked).toBe(5);
  });

  it('use up tries when nothing at all gets through', async () => {
    const { store, system } = setUp({
      rows: rowsOf(10),
      onWrite: (_, batch) => batch.map((_, place) => (place === 0 ? busy : notBegun)),
    });
    const run = store.addRun('nightly', { tries: 5 });
    const worker = startWorker(store, system);
    await until(() => stored(store, run).tries > 8);
    const said = linesOf(store, run).filter((line) => /trying again/.test(line));
    await worker.stop();
    expect(said.slice(0, 2)).toEqual([
      '503 busy, trying again in 0.1 s (6 of 8)',
      '503 busy, trying again in 0.1 s (7 of 8)',
    ]);
    expect(system.held.size).toBe(0);
  });

  it('keep what a search found, or are searched for at once', async () => {
    const sought: string[][] = [];
    const { store, system } = setUp({
      rows: rowsOf(10),
      onWrite: takes(2),
      onMatch: (batch) => {
        sought.push(batch.map(({ key }) => key));
        return batch.map((_, place) => (place < 4 ? { found: 'none' } : { ...notBegun }));
      },
    });
    const run = store.addRun('nightly');
    await drain(store, system);
    expect(stored(store, run).counts.list?.outcomes).toEqual({ created: 10 });
    expect(store.logs.filter(({ entry }) => entry.level !== 'info')).toEqual([]);
    expect(sought.flat().slice(0, 12)).toEqual([
      ...Array.from({ length: 10 }, (_, n) => `k${n}`),
      'k4',
      'k5',
    ]);
    // Four were found out, so four are not asked about again.
    expect(sought.slice(1).flat()).not.toContain('k3');
  });
});

describe('the size of a batch', () => {
  it('is what the destination makes of its step, and never more than its type can take', async () => {
    const sizes = async (wanted: number) => {
      const { store, system } = setUp({ rows: rowsOf(10), maxBatch: 5 });
      const { destination } = system.connectors;
      system.connectors.destination = (type) => {
        const found = destination(type);
        return found && { ...found, batchSize: () => wanted };
      };
      store.addRun('nightly');
      await drain(store, system);
      return system.writes.map((batch) => batch.length);
    };
    expect(await sizes(4)).toEqual([4, 4, 2]);
    expect(await sizes(50)).toEqual([5, 5]);
    expect(await sizes(0)).toEqual(Array.from({ length: 10 }, () => 1));
  });
});
