import type { FieldType, Value } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type ConvertOptions, convertValue } from './convertValue.ts';

const gives = (value: Value, to: FieldType, options?: ConvertOptions) => {
  const result = convertValue(value, null, to, options);
  return result.ok ? result.value : result.code;
};

describe('converting to a whole number', () => {
  it.each([
    [12, 12],
    ['12', 12],
    [' 12 ', 12],
    ['0012', 12],
    [true, 1],
    ['9007199254740993', '9007199254740993'],
    [2 ** 60, 'mapping.out-of-range'],
    ['9223372036854775808', 'mapping.out-of-range'],
    [12.5, 'mapping.would-lose'],
    ['12.5', 'mapping.would-lose'],
    ['12.0', 12],
    ['twelve', 'mapping.not-a-number'],
    ['', 'mapping.not-a-number'],
    [[1], 'mapping.not-a-number'],
  ] as [Value, Value][])('%j gives %j', (value, expected) => {
    expect(gives(value, 'integer')).toBe(expected);
  });

  it('rounds only with consent', () => {
    expect(gives('2.5', 'integer', { lossy: true })).toBe(3);
    expect(gives(-2.4, 'integer', { lossy: true })).toBe(-2);
    expect(gives('abc', 'integer', { lossy: true })).toBe('mapping.not-a-number');
  });
});

describe('converting to a decimal', () => {
  it.each([
    ['1234.50', '1234.50'],
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    [5e-7, '0.0000005'],
    ['12345678901234567890.12', '12345678901234567890.12'],
    [false, '0'],
    ['1,5', 'mapping.not-a-number'],
    [{}, 'mapping.not-a-number'],
  ] as [Value, Value][])('%j travels as %j', (value, expected) => {
    expect(gives(value, 'decimal')).toBe(expected);
  });

  it('keeps to the precision and scale of the destination', () => {
    const money = { precision: 5, scale: 2 };
    expect(gives('123.45', 'decimal', money)).toBe('123.45');
    expect(gives('123.4500', 'decimal', money)).toBe('123.4500');
    expect(gives('123.456', 'decimal', money)).toBe('mapping.would-lose');
    expect(gives('123.456', 'decimal', { ...money, lossy: true })).toBe('123.46');
    expect(gives('1234', 'decimal', money)).toBe('mapping.out-of-range');
    expect(gives('999.999', 'decimal', { ...money, lossy: true })).toBe('mapping.out-of-range');
  });
});

describe('converting to yes or no', () => {
  it.each([
    [true, true],
    ['true', true],
    [' FALSE ', false],
    [1, true],
    ['0', false],
    ['yes', 'mapping.not-a-boolean'],
    [2, 'mapping.not-a-boolean'],
    ['', 'mapping.not-a-boolean'],
  ] as [Value, Value][])('%j gives %j', (value, expected) => {
    expect(gives(value, 'boolean')).toBe(expected);
  });
});

describe('converting to dates', () => {
  it.each([
    ['2024-02-29', '2024-02-29'],
    [' 2024-02-29 ', '2024-02-29'],
    ['2023-02-29', 'mapping.not-a-date'],
    ['29.02.2024', 'mapping.not-a-date'],
    ['2024-02-29T10:00:00Z', 'mapping.would-lose'],
    [20240229, 'mapping.not-a-date'],
  ] as [Value, Value][])('%j as a date gives %j', (value, expected) => {
    expect(gives(value, 'date')).toBe(expected);
  });

  it('drops the time of day only with consent, in UTC', () => {
    expect(gives('2024-02-29T23:30:00-02:00', 'date', { lossy: true })).toBe('2024-03-01');
    expect(gives('2024-02-29 23:30:00', 'date', { lossy: true })).toBe('2024-02-29');
  });

  it.each([
    ['2024-05-01T10:00:00+02:00', '2024-05-01T08:00:00Z'],
    ['2024-05-01', '2024-05-01T00:00:00Z'],
    ['2024-05-01T10:00:00', 'mapping.no-time-zone'],
    ['0001-01-01T00:00:00+02:00', 'mapping.out-of-range'],
    ['soon', 'mapping.not-a-date'],
    [1714557600000, 'mapping.not-a-date'],
  ] as [Value, Value][])('%j as a time gives %j', (value, expected) => {
    expect(gives(value, 'datetime')).toBe(expected);
  });
});

describe('converting to text and structure', () => {
  it.each([
    ['x', 'x'],
    [12.5, '12.5'],
    [1e21, '1000000000000000000000'],
    [true, 'true'],
    [['a'], 'mapping.wrong-type'],
    [{ a: 1 }, 'mapping.wrong-type'],
  ] as [Value, Value][])('%j as text gives %j', (value, expected) => {
    expect(gives(value, 'text')).toBe(expected);
  });

  it('wraps a single value for a list and leaves lists and JSON as they are', () => {
    expect(gives('a', 'list')).toEqual(['a']);
    expect(gives(['a', 'b'], 'list')).toEqual(['a', 'b']);
    expect(gives({ a: [1] }, 'json')).toEqual({ a: [1] });
  });

  it.each([
    ['https://example.com/a?b=c', 'https://example.com/a?b=c'],
    [' http://localhost:8080 ', 'http://localhost:8080'],
    ['https://[::1]:80/x', 'https://[::1]:80/x'],
    ['example.com', 'mapping.not-a-url'],
    ['javascript:alert(1)', 'mapping.not-a-url'],
    ['https://', 'mapping.not-a-url'],
    ['https://a b', 'mapping.not-a-url'],
    [5, 'mapping.not-a-url'],
  ] as [Value, Value][])('%j as a web address gives %j', (value, expected) => {
    expect(gives(value, 'url')).toBe(expected);
  });
});

describe('converting to a phone number', () => {
  it('takes international numbers in any spelling and gives E.164', () => {
    expect(gives('+41 44 668 18 00', 'phone')).toBe('+41446681800');
    expect(convertValue('+41446681800', 'phone', 'phone')).toEqual({ ok: true, value: '+41446681800' });
  });

  it('says what to do about a number without a country', () => {
    const result = convertValue('044 668 18 00', 'text', 'phone');
    expect(result).toMatchObject({ ok: false, code: 'mapping.not-a-phone' });
    expect(result.ok ? '' : result.message).toMatch('add the step “phone” with a country');
  });

  it.each(['hello', '+1', '+999123456', '', '+41 44 668 18 00 and much more text than a number'])(
    'refuses %j',
    (text) => {
      expect(gives(text, 'phone')).toBe('mapping.not-a-phone');
    },
  );
});

it('names at most 40 characters of the value in a message', () => {
  const result = convertValue('x'.repeat(500), 'text', 'date');
  expect(result.ok ? '' : result.message).toHaveLength(40 + ' is not a date like 2024-12-31'.length + 2);
});
