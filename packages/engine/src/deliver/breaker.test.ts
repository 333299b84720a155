import { describe, expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';

function openBreaker() {
  const breaker = createBreaker();
  for (let n = 0; n < 5; n += 1) breaker.failed(1_000);
  return breaker;
}

describe('the breaker of a destination', () => {
  it('lets everything through while batches succeed now and then', () => {
    const breaker = createBreaker();
    for (let n = 0; n < 20; n += 1) {
      expect(breaker.holdMs(n)).toBe(0);
      if (n % 5 === 4) breaker.succeeded();
      else breaker.failed(n);
    }
  });

  it('holds calls after five failures in a row', () => {
    expect(openBreaker().holdMs(1_500)).toBe(1_500);
  });

  it('sends one probe at a time once the rest is over', () => {
    const breaker = openBreaker();
    expect(breaker.holdMs(3_000)).toBe(0);
    expect(breaker.holdMs(3_000)).toBeGreaterThan(0);
    breaker.succeeded();
    expect(breaker.holdMs(3_001)).toBe(0);
    expect(breaker.holdMs(3_001)).toBe(0);
  });

  it('rests longer after each failing probe, half a minute at most', () => {
    const breaker = openBreaker();
    let now = 3_000;
    const rests: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      expect(breaker.holdMs(now)).toBe(0);
      breaker.failed(now);
      rests.push(breaker.holdMs(now));
      now += breaker.holdMs(now);
    }
    expect(rests).toEqual([4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('sends another probe when nothing was heard of the last one', () => {
    const breaker = openBreaker();
    expect(breaker.holdMs(3_000)).toBe(0);
    expect(breaker.holdMs(62_999)).toBeGreaterThan(0);
    expect(breaker.holdMs(63_000)).toBe(0);
  });
});
