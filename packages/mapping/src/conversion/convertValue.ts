import type { FieldType, Value } from '@syncline/model';
import { canonicalDateTime, isIsoDate } from '../dates/isoDate.ts';
import { decimalSize, roundDecimal } from '../values/decimal.ts';
import { Failure, type FailureCode, fail, quoteValue } from '../values/failure.ts';
import { normaliseEmail } from './email.ts';
import { normalisePhone } from './phone.ts';
import { booleanOf, decimalOf, integerOf, textOf } from './scalars.ts';

export interface ConvertOptions {
  /** The user agreed to lose something: digits behind the point, the time of day. */
  lossy?: boolean | undefined;
  /** Digits behind the point a decimal may have. */
  scale?: number | undefined;
  /** Digits in all a decimal may have. */
  precision?: number | undefined;
}

export type Converted = { ok: true; value: Value } | { ok: false; code: FailureCode; message: string };

/** Turns one value (never null or undefined) into another type, or says why it can't. */
export type Converter = (value: Value) => Value | Failure;

/**
 * The converter to a type, made once per row.
 *
 * @param from declared type of the value, or null when only the value itself can tell.
 */
export function converterTo(to: FieldType, from: FieldType | null, options: ConvertOptions = {}): Converter {
  switch (to) {
    case 'text':
    case 'enum':
      return textOf;
    case 'integer':
      return options.lossy === true ? roundedInteger : integerOf;
    case 'decimal':
      return decimalConverter(options);
    case 'boolean':
      return booleanOf;
    case 'date':
      return (value) => dateOf(value, options.lossy === true);
    case 'datetime':
      return dateTimeOf;
    case 'email':
      return (value) =>
        typeof value === 'string'
          ? normaliseEmail(value)
          : notA('mapping.not-an-email', 'an e-mail address', value);
    case 'phone':
      return (value) => phoneOf(value, from);
    case 'url':
      return urlOf;
    case 'json':
      return (value) => value;
    case 'list':
      return (value) => (Array.isArray(value) ? value : [value]);
  }
}

const notA = (code: FailureCode, what: string, value: Value): Failure =>
  fail(code, `${quoteValue(value)} is not ${what}`);

/**
 * Converts one value by the table. `null` stays null.
 *
 * @example convertValue('12.5', 'text', 'decimal') // { ok: true, value: '12.5' }
 * @example convertValue('12.5', 'text', 'integer') // { ok: false, code: 'mapping.would-lose', message: … }
 */
export function convertValue(
  value: Value,
  from: FieldType | null,
  to: FieldType,
  options: ConvertOptions = {},
): Converted {
  if (value === null) return { ok: true, value: null };
  const result = converterTo(to, from, options)(value);
  return result instanceof Failure
    ? { ok: false, code: result.code, message: result.message }
    : { ok: true, value: result };
}

function roundedInteger(value: Value): Value | Failure {
  const exact = integerOf(value);
  if (!(exact instanceof Failure) || exact.code !== 'mapping.would-lose') return exact;
  const digits = decimalOf(value);
  return digits instanceof Failure ? digits : integerOf(roundDecimal(digits, 0) ?? digits);
}

function decimalConverter({ lossy, scale, precision }: ConvertOptions): Converter {
  if (scale === undefined && precision === undefined) return decimalOf;
  return (value) => {
    const digits = decimalOf(value);
    return digits instanceof Failure ? digits : fitDecimal(digits, value, lossy === true, scale, precision);
  };
}

function fitDecimal(
  digits: string,
  value: Value,
  lossy: boolean,
  scale?: number,
  precision?: number,
): Value | Failure {
  let fitted = digits;
  let size = decimalSize(fitted);
  if (scale !== undefined && size.fraction > scale) {
    if (!lossy)
      return fail('mapping.would-lose', `${quoteValue(value)} has more than ${scale} digits after the point`);
    fitted = roundDecimal(fitted, scale) ?? fitted;
    size = decimalSize(fitted);
  }
  if (precision !== undefined && size.whole > precision - (scale ?? 0)) {
    return fail(
      'mapping.out-of-range',
      `${quoteValue(value)} has more than ${precision - (scale ?? 0)} digits before the point`,
    );
  }
  return fitted;
}

function dateOf(value: Value, lossy: boolean): Value | Failure {
  if (typeof value !== 'string') return notA('mapping.not-a-date', 'a date', value);
  if (isIsoDate(value)) return value;
  const moment = canonicalDateTime(value.trim());
  if (moment === null || moment === 'range') {
    const trimmed = value.trim();
    return isIsoDate(trimmed)
      ? trimmed
      : fail('mapping.not-a-date', `${quoteValue(value)} is not a date like 2024-12-31`);
  }
  if (!lossy)
    return fail('mapping.would-lose', `${quoteValue(value)} has a time of day, which a date would lose`);
  return moment === 'no-zone' ? value.trim().slice(0, 10) : moment.slice(0, 10);
}

function dateTimeOf(value: Value): Value | Failure {
  if (typeof value !== 'string') return notA('mapping.not-a-date', 'a date and time', value);
  const trimmed = value.trim();
  if (isIsoDate(trimmed)) return `${trimmed}T00:00:00Z`;
  const moment = canonicalDateTime(trimmed);
  if (moment === 'no-zone') {
    return fail(
      'mapping.no-time-zone',
      `${quoteValue(value)} has no time zone; add the step “to date and time”`,
    );
  }
  if (moment === 'range')
    return fail('mapping.out-of-range', `${quoteValue(value)} is outside the years 1 to 9999`);
  return moment ?? fail('mapping.not-a-date', `${quoteValue(value)} is not a time like 2024-12-31T12:00:00Z`);
}

const e164 = /^\+[1-9]\d{6,14}$/;

function phoneOf(value: Value, from: FieldType | null): Value | Failure {
  const text = textOf(value);
  if (text instanceof Failure) return text;
  return from === 'phone' && e164.test(text) ? text : normalisePhone(text);
}

const webAddress =
  /^https?:\/\/(?:[^\s/?#@]+@)?(?:\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::\d{1,5})?(?:[/?#]\S*)?$/i;

function urlOf(value: Value): Value | Failure {
  const text = typeof value === 'string' ? value.trim() : '';
  return webAddress.test(text)
    ? text
    : fail('mapping.not-a-url', `${quoteValue(value)} is not a web address with http:// or https://`);
}
