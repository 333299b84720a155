import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRetry, triesOfOneDay } from './backoff.ts';

const failed = { tries: 0, held: 0, afterMs: undefined, rateLimited: false };
const almost = () => 0.999_999;

describe('the wait before another try', () => {
  it.each([
    [0, 1_000],
    [1, 2_000],
    [4, 16_000],
    [8, 256_000],
    [9, 300_000],
    [400, 300_000],
  ])('after %i tries is at most %i ms', (tries, most) => {
    expect(planRetry({ ...failed, tries }, almost).waitMs).toBe(most);
    expect(planRetry({ ...failed, tries }, () => 0).waitMs).toBe(0);
  });

  it('stays in memory for eight short waits, then becomes durable', () => {
    expect(planRetry({ ...failed, tries: 7 }, () => 0.1).place).toBe('inline');
    expect(planRetry({ ...failed, tries: 8 }, () => 0.1).place).toBe('durable');
    expect(planRetry({ ...failed, tries: 6 }, almost).place).toBe('durable');
  });

  it('never calls before the time the vendor states', () => {
    void fc.assert(
      fc.property(
        fc.nat({ max: 90_000_000 }),
        fc.boolean(),
        fc.nat({ max: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (afterMs, rateLimited, tries, random) => {
          const retry = planRetry({ tries, held: 0, afterMs, rateLimited }, () => random);
          expect(retry.waitMs).toBeGreaterThanOrEqual(Math.min(afterMs, 86_400_000));
          expect(retry.waitMs).toBeLessThanOrEqual(86_400_000);
        },
      ),
    );
  });

  it('holds a rate-limited page for at least a second and uses up no try', () => {
    const retry = planRetry({ tries: 3, held: 0, afterMs: 0, rateLimited: true }, () => 0);
    expect(retry).toEqual({ waitMs: 1_000, tries: 3, place: 'inline' });
    expect(planRetry({ tries: 3, held: 0, afterMs: 7_000, rateLimited: true }, almost).waitMs).toBe(7_000);
    expect(planRetry({ tries: 3, held: 0, afterMs: 60_000, rateLimited: true }, almost).place).toBe(
      'durable',
    );
  });

  it('gives up after about a day', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    let waited = 0;
    for (let tries = 0; tries < triesOfOneDay; tries += 1)
      waited += planRetry({ ...failed, tries }, random).waitMs;
    expect(waited / 3_600_000).toBeGreaterThan(22);
    expect(waited / 3_600_000).toBeLessThan(26);
  });
});
