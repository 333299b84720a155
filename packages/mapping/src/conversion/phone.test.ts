import { describe, expect, it } from 'vitest';
import { Failure } from '../values/failure.ts';
import { isPhoneCountry, normalisePhone } from './phone.ts';

describe('a phone number', () => {
  it.each([
    ['044 668 18 00', 'CH', '+41446681800'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['0171 1234567', 'DE', '+491711234567'],
    ['+33 1 42 68 53 00', 'CH', '+33142685300'],
    ['0041 44 668 18 00', 'CH', '+41446681800'],
    ['  +41446681800  ', undefined, '+41446681800'],
  ])('%s from %s is %s', (text, country, number) => {
    expect(normalisePhone(text, country)).toBe(number);
  });

  it.each([
    ['044 668 18 00', undefined],
    ['12', 'CH'],
    ['abc', 'US'],
    ['044 668 18 00 ext. 12', 'CH'],
    ['+41 44 668 18', 'CH'],
    ['0'.repeat(60), 'CH'],
    ['044 668 18 00', '__'],
  ])('%s from %s is refused', (text, country) => {
    expect(normalisePhone(text, country)).toBeInstanceOf(Failure);
  });

  it('knows the countries of the numbering plans', () => {
    expect(isPhoneCountry('CH')).toBe(true);
    expect(isPhoneCountry('ZZ')).toBe(false);
    expect(isPhoneCountry('__proto__')).toBe(false);
  });
});
