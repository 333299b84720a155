import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { laneCount, laneOf, partOf } from './lane.ts';

it('gives a record the same lane whenever it comes, between 0 and 63', () => {
  void fc.assert(
    fc.property(fc.string(), (identity) => {
      const lane = laneOf(identity);
      expect(lane).toBe(laneOf(identity));
      expect(Number.isInteger(lane) && lane >= 0 && lane < laneCount).toBe(true);
    }),
  );
});

it('spreads counted and random identities evenly over the lanes', () => {
  for (const name of [
    (n: number) => `${n}`,
    (n: number) => `shop:${n * 7919}`,
    (n: number) => `u${n}@a.test`,
  ]) {
    const found = new Array<number>(laneCount).fill(0);
    for (let n = 0; n < 64_000; n += 1) {
      const lane = laneOf(name(n));
      found[lane] = (found[lane] ?? 0) + 1;
    }
    expect(Math.min(...found)).toBeGreaterThan(700);
    expect(Math.max(...found)).toBeLessThan(1300);
  }
});

it('gives every record to exactly one part', () => {
  void fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 16 }), (identity, parts) => {
      const owners = Array.from({ length: parts }, (_, part) => part).filter(
        (part) => partOf(identity, parts) === part,
      );
      expect(owners).toHaveLength(1);
    }),
  );
});
