import { expect, it } from 'vitest';
import { findBadField } from './badField.ts';
import type { ColumnShape } from './tableShape.ts';

const shape = (castType: string, part: Partial<ColumnShape> = {}): ColumnShape => ({
  name: 'f',
  castType,
  nativeType: castType,
  category: '',
  notNull: false,
  hasDefault: false,
  readOnly: false,
  options: null,
  modifier: -1,
  ...part,
});
const numeric52 = shape('numeric', { modifier: ((5 << 16) | 2) + 4 });

it.each<[string, ColumnShape, (string | number | boolean | null)[], (string | number | boolean | null)[]]>([
  [
    'whole numbers',
    shape('integer'),
    ['1', ' -7 ', 2147483647, '0x1f', '1_000'],
    ['a', '1.5', 2147483648, '', true],
  ],
  ['decimals', shape('numeric'), ['1', '.5', '-1e5', 'NaN', 'Infinity'], ['one', '', 'abc']],
  ['limited decimals', numeric52, ['999.99', '0000123', '-1.005'], ['1000', '-12345.1']],
  ['booleans', shape('boolean'), [true, 'yes', 'f', '0'], ['maybe', '2']],
  [
    'dates',
    shape('date'),
    ['2026-01-02', 'infinity', '20260102', '2 Jan 2026'],
    ['soon', '2026-13-01', '2026-00-10'],
  ],
  ['lengths', shape('character varying', { modifier: 7 }), ['abc', 'abc   ', '👍👍👍'], ['abcd', '👍👍👍👍']],
  ['options', shape('size', { options: ['s', 'm'] }), ['s', null], ['S', 'xl']],
  ['required fields', shape('text', { notNull: true }), ['', 'x'], [null, 'a\0']],
  ['ids', shape('uuid'), ['123e4567-e89b-12d3-a456-426614174000'], ['123', 'no']],
])('knows which %s PostgreSQL is certain to refuse', (_what, column, good, bad) => {
  for (const value of good) expect(findBadField([column], { f: value }), String(value)).toBeNull();
  for (const value of bad)
    expect(findBadField([column], { f: value }), String(value)).toMatchObject({
      status: 'reject',
      fields: ['f'],
    });
});
