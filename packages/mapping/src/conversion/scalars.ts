import type { Value } from '@syncline/model';
import { decimalText, numberText, wholeNumber } from '../values/decimal.ts';
import { type Failure, fail, quoteValue } from '../values/failure.ts';

/** Text of a single value; lists and objects have none. @example textOf(12.5) // '12.5' */
export function textOf(value: Value): string | Failure {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value)
        ? numberText(value)
        : fail('mapping.not-a-number', `${value} is not a number`);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return fail(
        'mapping.wrong-type',
        Array.isArray(value)
          ? `${quoteValue(value)} is not text; join it first`
          : `${quoteValue(value)} is not text; pick one of its fields, or add the step “to JSON”`,
      );
  }
}

/** Digits of a decimal number. Decimals travel as text so that no cent is lost. @example decimalOf(0.1) // '0.1' */
export function decimalOf(value: Value): string | Failure {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number' && Number.isFinite(value)) return numberText(value);
  const digits = typeof value === 'string' ? decimalText(value.trim()) : null;
  return digits ?? fail('mapping.not-a-number', `${quoteValue(value)} is not a number`);
}

/** A whole number: a number while that is exact, digits beyond 2^53. */
export function integerOf(value: Value): number | string | Failure {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value;
    if (Number.isInteger(value)) {
      return fail('mapping.out-of-range', `${quoteValue(value)} is beyond what a JSON number holds exactly`);
    }
    return fail('mapping.would-lose', `${quoteValue(value)} is not a whole number`);
  }
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string')
    return fail('mapping.not-a-number', `${quoteValue(value)} is not a whole number`);
  const text = value.trim();
  const whole = wholeNumber(text);
  if (whole === 'range') return fail('mapping.out-of-range', `${quoteValue(value)} does not fit 64 bits`);
  if (whole !== null) return whole;
  return decimalText(text) === null
    ? fail('mapping.not-a-number', `${quoteValue(value)} is not a number`)
    : fail('mapping.would-lose', `${quoteValue(value)} is not a whole number`);
}

/** Yes or no where the value leaves no doubt; words other than true and false need the step “boolean”. */
export function booleanOf(value: Value): boolean | Failure {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === '1' || value === 'true') return true;
  if (value === 0 || value === '0' || value === 'false') return false;
  if (typeof value === 'string') {
    const word = value.trim().toLowerCase();
    if (word === 'true') return true;
    if (word === 'false') return false;
  }
  return fail('mapping.not-a-boolean', `${quoteValue(value)} is neither true nor false`);
}
