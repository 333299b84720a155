import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  charge,
  type Data,
  isNumber,
  Sequence,
  sameData,
  sequenceOf,
  settle,
  sizeOf,
  startBudget,
  truthOf,
} from './data.ts';
import { plainValue } from './plainValue.ts';

// What JSON can hold is data.
const data = fc.jsonValue().map((value) => value as Data);

describe('what a path found', () => {
  it('is nothing, the one item, or a list', () => {
    const two = sequenceOf(1);
    two.push(2);
    expect(settle(new Sequence(), false)).toBeUndefined();
    expect(settle(sequenceOf('x'), false)).toBe('x');
    expect(settle(two, false)).toBe(two);
  });

  it('stays a list of one behind []', () => {
    expect(plainValue(settle(sequenceOf('x'), true))).toEqual(['x']);
  });

  it('is not confused with a list that stood in the data', () => {
    const list: Data = ['x'];
    expect(settle(list, false)).toBe(list);
    expect(settle([], false)).toEqual([]);
  });

  it('leaves as plain JSON: no marks, no holes', () => {
    const found = sequenceOf({ inner: sequenceOf(undefined), list: [undefined, 1] });
    expect(plainValue(found)).toEqual([{ inner: [null], list: [null, 1] }]);
    expect(plainValue(undefined)).toBeUndefined();
    expect(() => plainValue({ a: [Number.NaN] })).toThrow('not a number JSON can hold');
  });

  it('is handed on as it is, when it is plain already', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(plainValue(value)).toBe(value === undefined ? undefined : value);
      }),
    );
  });
});

describe('comparing', () => {
  it('finds a copy the same and is the same both ways', () => {
    startBudget();
    fc.assert(
      fc.property(data, data, (left, right) => {
        startBudget();
        expect(sameData(left, structuredClone(left))).toBe(true);
        expect(sameData(left, right)).toBe(sameData(right, left));
      }),
    );
  });

  it('does not mind the order of fields, but that of items', () => {
    expect(sameData({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(sameData([1, 2], [2, 1])).toBe(false);
    expect(sameData({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(sameData([], {})).toBe(false);
  });
});

describe('truth', () => {
  it.each([
    [undefined, undefined],
    ['', false],
    ['x', true],
    [0, false],
    [-1, true],
    [null, false],
    [[], false],
    [[0], false],
    [[0, 1], true],
    [[0, ''], false],
    [{}, false],
    [{ a: null }, true],
    [true, true],
  ] as [Data, boolean | undefined][])('of %j is %s', (value, truth) => {
    expect(truthOf(value)).toBe(truth);
  });
});

describe('limits', () => {
  it('of work stop one evaluation, and the next starts afresh', () => {
    startBudget();
    expect(() => charge(2_000_000)).toThrow('too much work');
    startBudget();
    expect(() => charge(10)).not.toThrow();
  });

  it('of lists hold where lists are joined', () => {
    const long = Array.from({ length: 60_000 }, () => 1);
    expect(() => append(long, long)).toThrow('more than 100000 items');
    expect(append([1], 2)).toEqual([1, 2]);
    expect(append(undefined, 2)).toBe(2);
    expect(append(1, undefined)).toBe(1);
  });

  it('of text are measured before the text is written', () => {
    startBudget();
    const long = 'x'.repeat(1000);
    expect(sizeOf(Array.from({ length: 1000 }, () => long))).toBeGreaterThanOrEqual(1_000_000);
    expect(sizeOf({ name: long })).toBeGreaterThan(1000);
    expect(sizeOf(null)).toBe(1);
  });

  it('of numbers are those of JSON', () => {
    expect(isNumber(1.5)).toBe(true);
    expect(isNumber('1')).toBe(false);
    expect(isNumber(Number.NaN)).toBe(false);
    expect(() => isNumber(Number.POSITIVE_INFINITY)).toThrow('out of range');
  });
});
