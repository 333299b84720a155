import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisect } from './bisect.ts';

class Refusal extends Error {}
const isRefusal = (thrown: unknown) => thrown instanceof Refusal;

async function run(count: number, bad: ReadonlySet<number>) {
  const items = Array.from({ length: count }, (_, index) => index);
  const written: number[] = [];
  const refused: number[] = [];
  let calls = 0;
  await bisect(
    items,
    async (part) => {
      calls += 1;
      if (part.some((item) => bad.has(item))) throw new Refusal('400');
      written.push(...part);
    },
    isRefusal,
    (item) => refused.push(item),
  );
  return { written, refused, calls };
}

describe('a batch that was refused as a whole', () => {
  it('is written but for the bad records, each exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat({ max: 59 })),
        async (count, picks) => {
          const bad = new Set(picks.filter((pick) => pick < count));
          const { written, refused } = await run(count, bad);
          expect(refused.sort((a, b) => a - b)).toEqual([...bad].sort((a, b) => a - b));
          expect([...written, ...refused].sort((a, b) => a - b)).toEqual(
            Array.from({ length: count }, (_, index) => index),
          );
        },
      ),
    );
  });

  it.each([8, 100, 500, 1000])('of %i costs at most 2 log2 n calls for one bad record', async (count) => {
    for (const culprit of [0, 1, Math.floor(count / 2), count - 1]) {
      const { calls } = await run(count, new Set([culprit]));
      expect(calls).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(count)));
    }
  });

  it('keeps what is written when the destination goes away in the middle', async () => {
    const written: string[] = [];
    const work = bisect(
      ['a', 'b', 'c', 'd'],
      async (part) => {
        if (part.includes('c')) throw new Error('connection reset');
        written.push(...part);
      },
      isRefusal,
      () => undefined,
    );
    await expect(work).rejects.toThrow('connection reset');
    expect(written).toEqual(['a', 'b']);
  });
});
