import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTableName, parseTableName, quoteName } from './sqlNames.ts';

it('reads back every table name it writes', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 12 })
    .filter((text) => text.trim() === text && !text.includes('\0'));
  fc.assert(
    fc.property(name, name, (schema, table) => {
      expect(parseTableName(formatTableName(schema, table))).toEqual({ schema, name: table });
    }),
  );
});

it('takes a name without schema and refuses what is no name', () => {
  expect(parseTableName('contacts')).toEqual({ schema: null, name: 'contacts' });
  for (const text of ['', ' ', 'a.b.c', '"open', 'a"b', '.x', 'x.', 'a\0b'])
    expect(parseTableName(text)).toBeNull();
});

it('quotes names so that they stay names', () => {
  expect(quoteName('a"; drop table b; --')).toBe('"a""; drop table b; --"');
});
