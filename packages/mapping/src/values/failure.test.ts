import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEmpty } from './empty.ts';
import { quoteValue } from './failure.ts';

it('shows at most 40 characters of a value, so that logs never hold a record', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(quoteValue(text).length).toBeLessThanOrEqual(42);
    }),
  );
});

it('shows nothing of what is inside a list or an object', () => {
  expect(quoteValue([{ secret: 'x' }])).toBe('a list of 1');
  expect(quoteValue({ secret: 'x' })).toBe('an object');
  expect(quoteValue(null)).toBe('null');
  expect(quoteValue(undefined)).toBe('nothing');
  expect(quoteValue(12.5)).toBe('“12.5”');
});

it('calls empty what was not sent, null and blank text, and nothing else', () => {
  expect([undefined, null, ''].every(isEmpty)).toBe(true);
  expect([0, false, ' ', [], {}].some((value) => isEmpty(value))).toBe(false);
});
