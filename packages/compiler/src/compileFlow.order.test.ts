import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileFlow } from './compileFlow.ts';
import { goodFlow } from './testing/anyFlow.ts';
import { env } from './testing/catalogue.ts';

const table = {
  key: 'code',
  rows: [
    { code: 'a', name: 'A', rank: 1 },
    { code: 'b', name: 'B', rank: 2 },
  ],
};

/** The same value with the keys of each object in another order. */
function shuffleKeys(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item, at) => shuffleKeys(item, seed + at));
  if (typeof value !== 'object' || value === null) return value;
  const rank = (key: string) =>
    [...key].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, seed);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [two]) => rank(one) - rank(two))
      .map(([key, member]) => [key, shuffleKeys(member, seed ^ rank(key))]),
  );
}

it('gives a flow one plan and one hash after it went through a file, whatever the order of its keys', () => {
  const tables = fc.dictionary(fc.constantFrom('plans', 'lands', 'tags'), fc.constant(table));
  const settings = fc.record({ parts: fc.constantFrom(1, 4) });
  let plans = 0;
  fc.assert(
    fc.property(goodFlow, settings, tables, fc.integer(), (document, { parts }, look, seed) => {
      const whole = { ...document, settings: { parts }, tables: look };
      const saved: unknown = JSON.parse(JSON.stringify(shuffleKeys(whole, seed), null, 2));
      const [one, two] = [compileFlow(whole, env), compileFlow(saved, env)];
      if (one.plan !== null) plans += 1;
      expect(JSON.stringify(two.plan)).toBe(JSON.stringify(one.plan));
      expect(one.logicHash).not.toBeNull();
      expect(two.logicHash).toBe(one.logicHash);
      expect(two.diagnostics).toEqual(one.diagnostics);
    }),
    { numRuns: 200 },
  );
  // What has no plan has nothing to be equal.
  expect(plans).toBeGreaterThan(50);
});
