import { expect, it } from 'vitest';
import { joinSpans, sliceOf, sliceSpans } from './timeSlices.ts';

it('needs a few hundred slices for an hour and not many more for a day', () => {
  const slices = (ms: number) => {
    const found = new Set<number>();
    for (let at = 0; at < ms; at += 200) found.add(sliceOf(at));
    return found.size;
  };
  expect(slices(3_600_000)).toBeLessThan(600);
  expect(slices(86_400_000)).toBeLessThan(1000);
});

it('never puts a later moment into an earlier slice', () => {
  let last = 0;
  for (let at = 0; at < 20_000_000; at += 9973) {
    const slice = sliceOf(at);
    expect(slice).toBeGreaterThanOrEqual(last);
    last = slice;
  }
});

it('draws what touches as one bar, each kind for itself, at most 200 a row', () => {
  const span = (fromMs: number, toMs: number, kind: 'work' | 'wait' = 'work') => ({
    node: 'a',
    kind,
    fromMs,
    toMs,
  });
  expect(joinSpans([span(300, 310), span(0, 10), span(20, 30), span(5, 8, 'wait')])).toEqual([
    span(0, 30),
    span(300, 310),
    span(5, 8, 'wait'),
  ]);
  const many = Array.from({ length: 5000 }, (_, at) => span(at * 1000, at * 1000 + 1));
  const joined = joinSpans(many);
  expect(joined.length).toBeLessThanOrEqual(200);
  expect(joined[0]?.fromMs).toBe(0);
  expect(joined.at(-1)?.toMs).toBe(4_999_001);
  expect(sliceSpans(many.slice(0, 10)).length).toBe(10);
});
