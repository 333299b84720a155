import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareDecimals,
  decimalSize,
  decimalText,
  numberText,
  roundDecimal,
  wholeNumber,
} from './decimal.ts';

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([negative, digits, scale]) => {
    const text = String(digits).padStart(scale + 1, '0');
    const plain = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
    return negative ? `-${plain}` : plain;
  });

describe('decimals as digits', () => {
  it.each([
    ['007.50', '7.50'],
    ['+1', '1'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['1e3', '1000'],
    ['1.25E-3', '0.00125'],
    ['5.', '5'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ])('%s is written %s', (text, plain) => {
    expect(decimalText(text)).toBe(plain);
  });

  it.each(['', 'abc', '1,5', '.5', '1.2.3', '--1', '0x10', 'NaN', 'Infinity', '1e9999', ' 1', '1 '])(
    '%j is no decimal',
    (text) => {
      expect(decimalText(text)).toBeNull();
    },
  );

  it('keep every digit of any decimal', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const plain = decimalText(text);
        expect(plain).not.toBeNull();
        expect(compareDecimals(text, plain ?? '')).toBe(0);
        expect(decimalText(plain ?? '')).toBe(plain);
      }),
    );
  });

  it('of JavaScript numbers are read back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = numberText(value);
        expect(text).not.toContain('e');
        expect(Number(text)).toBe(Object.is(value, -0) ? 0 : value);
      }),
    );
  });

  it('are ordered exactly, beyond what floating point sees', () => {
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1);
    expect(compareDecimals('0.1', '0.10')).toBe(0);
    expect(compareDecimals('-2', '1')).toBe(-1);
    expect(compareDecimals('x', '1')).toBeNull();
  });

  it('have one order whichever way they are compared', () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        expect(compareDecimals(left, right)).toBe(-(compareDecimals(right, left) ?? 9) + 0);
      }),
    );
  });

  it.each([
    ['2.345', 2, '2.35'],
    ['-2.345', 2, '-2.35'],
    ['2.5', 0, '3'],
    ['-0.4', 0, '0'],
    ['1.005', 2, '1.01'],
    ['9.999', 2, '10.00'],
    ['1.2', 4, '1.2'],
  ])('%s rounded to %i digits is %s', (text, digits, rounded) => {
    expect(roundDecimal(text, digits)).toBe(rounded);
  });

  it('never move by more than half a unit when rounded', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 8 }), (text, digits) => {
        const rounded = roundDecimal(text, digits) ?? '';
        expect(decimalSize(rounded).fraction).toBeLessThanOrEqual(digits);
        const scale = 30;
        const shift = (value: string) =>
          BigInt((roundDecimal(`${value}e${scale}`, 0) ?? '').replace('.', ''));
        const difference = shift(rounded) - shift(text);
        const half = 5n * 10n ** BigInt(scale - digits - 1);
        expect(difference <= half && difference >= -half).toBe(true);
      }),
    );
  });
});

it.each([
  ['0', 0, 0],
  ['-0.5', 0, 1],
  ['12.340', 2, 2],
  ['-120.00', 3, 0],
  ['100', 3, 0],
  ['0.001', 0, 3],
])('of %s %i digits before the point matter and %i behind it', (text, whole, fraction) => {
  expect(decimalSize(text)).toEqual({ whole, fraction });
});

describe('whole numbers', () => {
  it.each([
    ['42', 42],
    ['-0', 0],
    ['0012', 12],
    ['12.000', 12],
    ['1e3', 1000],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['9223372036854775808', 'range'],
    ['12.5', null],
    ['twelve', null],
    ['', null],
  ])('%s is read as %s', (text, whole) => {
    expect(wholeNumber(text)).toBe(whole);
  });

  it('of 64 bits come through exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const whole = wholeNumber(String(value));
        expect(String(whole)).toBe(String(value));
        expect(typeof whole).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'string');
      }),
    );
  });
});
