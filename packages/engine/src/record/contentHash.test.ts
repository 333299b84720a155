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
