import { type FieldType, fieldTypes, type Value } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals } from '../values/decimal.ts';
import { allConversions, conversionOf, neverConverts, typeInWords } from './conversionTable.ts';
import { type ConvertOptions, convertValue } from './convertValue.ts';

/** Values as each type travels. */
const valuesOf: Record<FieldType, fc.Arbitrary<Value>> = {
  text: fc.string(),
  integer: fc.oneof(fc.integer(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }).map(String)),
  decimal: fc
    .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole === 0n ? '0' : whole}.${String(cents).padStart(2, '0')}`),
  boolean: fc.boolean(),
  date: fc
    .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  datetime: fc
    .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
    .map((date) => date.toISOString().replace(/\.\d+Z$/, 'Z')),
  enum: fc.constantFrom('open', 'closed', 'on hold'),
  email: fc.constantFrom('ada@example.com', 'j.doe+news@mail.example.org'),
  phone: fc.constantFrom('+41446681800', '+14155552671'),
  url: fc.constantFrom('https://example.com', 'http://example.com/a?b=c#d'),
  json: fc.constantFrom<Value>({ a: [1, 'x', null] }, ['x'], { nested: { b: true } }),
  list: fc.constantFrom<Value>(['a', 'b'], [], [1, 2]),
};

const sameMeaning = (left: Value, right: Value): boolean =>
  JSON.stringify(left) === JSON.stringify(right) ||
  compareDecimals(String(left), String(right)) === 0 ||
  // Yes is 1 and no is 0 on the way to a number and back.
  (typeof left === 'boolean' && Number(left) === Number(right));

function convert(
  value: Value,
  from: FieldType,
  to: FieldType,
  options: ConvertOptions = {},
): Value | undefined {
  const result = convertValue(value, from, to, options);
  return result.ok ? result.value : undefined;
}

describe('the table of conversions', () => {
  it('has an answer for every pair of types', () => {
    expect(allConversions()).toHaveLength(fieldTypes.length ** 2);
    expect(
      allConversions().every(({ conversion }) =>
        ['same', 'lossless', 'checked', 'lossy'].includes(conversion),
      ),
    ).toBe(true);
  });

  it('calls a type itself the same, and nothing else', () => {
    for (const { from, to, conversion } of allConversions()) expect(conversion === 'same').toBe(from === to);
  });

  it.each([
    ['integer', 'text', 'lossless'],
    ['integer', 'decimal', 'lossless'],
    ['date', 'datetime', 'lossless'],
    ['datetime', 'date', 'lossy'],
    ['decimal', 'integer', 'lossy'],
    ['text', 'date', 'checked'],
    ['text', 'boolean', 'checked'],
    ['json', 'text', 'checked'],
    ['list', 'text', 'checked'],
    ['list', 'json', 'lossless'],
  ] as const)('%s to %s is %s', (from, to, conversion) => {
    expect(conversionOf(from, to)).toBe(conversion);
  });

  it.each(allConversions().filter(({ conversion }) => conversion === 'same' || conversion === 'lossless'))(
    '$from to $to ($conversion) works for every value and can be undone',
    ({ from, to }) => {
      fc.assert(
        fc.property(valuesOf[from], (value) => {
          const there = convert(value, from, to);
          expect(there).toBeDefined();
          const back = convert(there ?? null, to, from, { lossy: true });
          expect(back).toBeDefined();
          expect(sameMeaning(value, back ?? null)).toBe(true);
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(allConversions().filter(({ conversion }) => conversion === 'lossy'))(
    '$from to $to loses only with consent',
    ({ from, to }) => {
      fc.assert(
        fc.property(valuesOf[from], (value) => {
          expect(convert(value, from, to, { lossy: true })).toBeDefined();
        }),
        { numRuns: 40 },
      );
      const losing: Value = from === 'datetime' ? '2024-01-01T12:00:00Z' : '1.5';
      expect(convertValue(losing, from, to)).toMatchObject({ ok: false, code: 'mapping.would-lose' });
    },
  );

  it.each(allConversions().filter(({ from, to }) => neverConverts(from, to)))(
    '$from is never a $to, so no value converts',
    ({ from, to }) => {
      fc.assert(
        fc.property(valuesOf[from], (value) => {
          expect(convert(value, from, to)).toBeUndefined();
        }),
        { numRuns: 20 },
      );
    },
  );

  it('gives a value of the type or a reason, for any value at all, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...fieldTypes), fc.boolean(), (json, to, lossy) => {
        // What JSON can hold is a value.
        const result = convertValue(json as Value, null, to, { lossy });
        if (!result.ok) {
          expect(result.message.length).toBeGreaterThan(5);
        } else if (result.value !== null) {
          // What came out is of the type: converting it again changes nothing.
          expect(convertValue(result.value, to, to, { lossy })).toEqual(result);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves null alone: it is a wish to clear the field, whatever its type', () => {
    for (const to of fieldTypes) expect(convertValue(null, 'text', to)).toEqual({ ok: true, value: null });
  });

  it('speaks of types in words', () => {
    expect(typeInWords('datetime')).toBe('date and time');
  });
});
