import { canonicalJson } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortKeys } from './sortKeys.ts';

describe('a plan in one order of keys', () => {
  it('holds what it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sortKeys(value)).toEqual(value);
        expect(sortKeys(value) === value).toBe(typeof value !== 'object' || value === null);
      }),
    );
  });

  it('has one text, whatever the order it was written in', () => {
    const small = fc.dictionary(fc.constantFrom('b', 'a', '2', '10', '__proto__', 'é'), fc.nat());
    fc.assert(
      fc.property(small, (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(JSON.stringify(sortKeys(turned))).toBe(JSON.stringify(sortKeys(value)));
        expect(canonicalJson(sortKeys(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('leaves out what is undefined', () => {
    expect(JSON.stringify(sortKeys({ b: 1, a: undefined, c: [{ z: 1, y: 2 }] }))).toBe(
      '{"b":1,"c":[{"y":2,"z":1}]}',
    );
  });
});
