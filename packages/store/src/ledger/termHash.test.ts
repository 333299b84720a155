import { expect, it } from 'vitest';
import { termHash } from './termHash.ts';

it('gives the numbers that are on disk already', () => {
  expect(['', '17', 'ann@example.test', 'ünï\0'].map(termHash)).toMatchInlineSnapshot(`
    [
      "-6758955185846493307",
      "-1377931640964865087",
      "2454228027613596945",
      "5445042347750098790",
    ]
  `);
});

it('tells half a million addresses and numbers apart', () => {
  const seen = new Set<string>();
  for (let at = 0; at < 250_000; at += 1) {
    seen.add(termHash(`person.${at}@example.test`));
    seen.add(termHash(String(at)));
  }
  expect(seen.size).toBe(500_000);
});

it('fits a signed number of 64 bit', () => {
  for (const term of ['a', 'b', '+33123456789', 'x'.repeat(5000)])
    expect(BigInt.asIntN(64, BigInt(termHash(term))).toString()).toBe(termHash(term));
});
