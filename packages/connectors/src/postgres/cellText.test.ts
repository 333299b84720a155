import type { Value } from '@syncline/model';
import fc from 'fast-check';
import { types } from 'pg';
import { expect, it } from 'vitest';
import { arrayText, cellWriter } from './cellText.ts';

const column = (castType: string, category = '') => cellWriter({ castType, category });

it('writes lists that the array notation gives back as they were', () => {
  // Its declared ids leave out arrays.
  const parse = types.getTypeParser(1009 as Parameters<typeof types.getTypeParser>[0]);
  const item = fc.option(
    fc.string({ unit: fc.constantFrom('a', '"', '\\', ',', '{', '}', ' ', 'é', 'NULL') }),
  );
  fc.assert(
    fc.property(fc.array(item), (items) => {
      expect(parse(arrayText(items, (text) => text))).toEqual(items);
    }),
  );
  const write = (value: Value) => (typeof value === 'string' ? value : null);
  expect(arrayText<Value>([['a'], ['b', null]], write)).toBe('{{"a"},{"b",NULL}}');
});

it('writes JSON as JSON, bytes from base64, and everything else as its text', () => {
  expect(column('jsonb')('text')).toBe('"text"');
  expect(column('json')(null)).toBeNull();
  expect(column('bytea')('AP8=')).toBe('\\x00ff');
  expect(column('text[]', 'A')(['a', 1, true])).toBe('{"a","1","true"}');
  expect(column('text')({ a: [1] })).toBe('{"a":[1]}');
  expect(column('numeric', 'N')('12345678901234567890.5')).toBe('12345678901234567890.5');
  expect(column('boolean', 'B')(false)).toBe('false');
});
