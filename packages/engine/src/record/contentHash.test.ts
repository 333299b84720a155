import { canonicalJson, type DataRecord } from '@syncline/model';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createContentText } from './contentHash.ts';

it('gives the canonical text of every record, in whatever order shapes come', () => {
  const text = createContentText();
  void fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (records) => {
      for (const record of records) {
        const same = record as DataRecord;
        expect(text(same)).toBe(canonicalJson(same));
        expect(text(Object.fromEntries(Object.entries(same).reverse()))).toBe(canonicalJson(same));
      }
    }),
  );
});

it('leaves out fields that are not sent and keeps those to clear', () => {
  expect(createContentText()({ b: undefined, a: null, c: '' })).toBe('{"a":null,"c":""}');
});

it('knows names that objects treat in their own way, and more shapes than it learns', () => {
  const text = createContentText();
  const records: DataRecord[] = [
    JSON.parse('{"__proto__":1,"b":"x","a":null}'),
    { toJSON: 'x', constructor: 'y', a: true },
    { 10: 'ten', 9: 'nine', '-1': 'minus', a: 1 },
    { a: 'half \ud800 of a pair', b: '"\\\n', 'say "hi"': '\u2028' },
    { b: { d: 1, c: 2 }, a: [3] },
    {},
  ];
  for (let n = 0; n < 100; n += 1) records.push({ [`z${n}`]: n, y: 'same' });
  for (const record of [...records, ...records]) expect(text(record)).toBe(canonicalJson(record));
});
