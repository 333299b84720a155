import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanes, type Identities, priorities } from './lanes.ts';

const of = (...keys: string[]): Identities => new Map([['dest', new Set(keys)]]);
const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('lanes', () => {
  it('lets pages of different records work at the same time', async () => {
    const lanes = createLanes();
    const one = await lanes.acquire(of('a', 'b'), priorities.read, never);
    const two = await lanes.acquire(of('c'), priorities.read, never);
    const three = await lanes.acquire(new Map([['other', new Set(['a'])]]), priorities.read, never);
    for (const release of [one, two, three]) release();
  });

  it('makes the second page of a record wait for the first', async () => {
    const lanes = createLanes();
    const release = await lanes.acquire(of('a'), priorities.read, never);
    let got = false;
    const second = lanes.acquire(of('a', 'b'), priorities.read, never).then((let_go) => {
      got = true;
      return let_go;
    });
    await settled();
    expect(got).toBe(false);
    release();
    (await second)();
    expect(got).toBe(true);
  });

  it('lets live changes go past a backfill for a while, not for ever', async () => {
    const lanes = createLanes();
    const order: string[] = [];
    const work = (name: string, priority: number) =>
      lanes.acquire(of('a'), priority, never).then(async (release) => {
        order.push(name);
        await settled();
        release();
      });
    const first = await lanes.acquire(of('a'), priorities.read, never);
    const all = [work('backfill', priorities.backfill)];
    for (let n = 0; n < 40; n += 1) all.push(work('live', priorities.live));
    first();
    await Promise.all(all);
    expect(order.indexOf('backfill')).toBe(24);
  });

  it('serves a live change before batch pages that waited longer', async () => {
    const lanes = createLanes();
    const order: string[] = [];
    const first = await lanes.acquire(of('a'), priorities.read, never);
    const work = (name: string, priority: number) =>
      lanes.acquire(of('a'), priority, never).then((release) => {
        order.push(name);
        release();
      });
    const all = [
      work('batch', priorities.read),
      work('live', priorities.live),
      work('live 2', priorities.live),
    ];
    first();
    await Promise.all(all);
    expect(order).toEqual(['live', 'live 2', 'batch']);
  });

  it('does not starve a big page behind a stream of small ones', async () => {
    const lanes = createLanes();
    const one = await lanes.acquire(of('a'), priorities.read, never);
    let big = false;
    const wide = lanes.acquire(of('a', 'b'), priorities.read, never).then((release) => {
      big = true;
      return release;
    });
    let late = false;
    const narrow = lanes.acquire(of('b'), priorities.read, never).then((release) => {
      late = true;
      return release;
    });
    await settled();
    expect([big, late]).toEqual([false, false]);
    one();
    (await wide)();
    (await narrow)();
    expect([big, late]).toEqual([true, true]);
  });

  it('lets a waiting page go when the work is stopped, and serves those behind it', async () => {
    const lanes = createLanes();
    const stop = new AbortController();
    const one = await lanes.acquire(of('a'), priorities.read, never);
    const gone = lanes.acquire(of('a', 'b'), priorities.read, stop.signal);
    const behind = lanes.acquire(of('b'), priorities.read, never);
    stop.abort(new Error('stopped'));
    await expect(gone).rejects.toThrow('stopped');
    (await behind)();
    one();
    await expect(lanes.acquire(of('z'), priorities.read, stop.signal)).rejects.toThrow('stopped');
  });

  it('never gives one record to two pages and serves everyone in the end', async () => {
    const page = fc.record({
      keys: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
      priority: fc.constantFrom(priorities.live, priorities.read),
      ticks: fc.nat({ max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 12 }), async (pages) => {
        const lanes = createLanes();
        const inHand = new Set<string>();
        await Promise.all(
          pages.map(async ({ keys, priority, ticks }) => {
            const release = await lanes.acquire(of(...keys), priority, never);
            for (const key of keys) {
              expect(inHand.has(key)).toBe(false);
              inHand.add(key);
            }
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
            for (const key of keys) inHand.delete(key);
            release();
            release();
          }),
        );
        expect(inHand.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
