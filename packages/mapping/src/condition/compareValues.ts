import type { FieldType, Value } from '@syncline/model';
import { textOf } from '../conversion/scalars.ts';
import { compareMoments } from '../dates/isoDate.ts';
import { compareDecimals, numberText } from '../values/decimal.ts';
import { Failure } from '../values/failure.ts';

/** How two values are compared: what the field's type says, else what both values look like. */
export type Comparison = 'number' | 'moment' | 'boolean' | 'text' | 'by-value';

/** The comparison a field's declared type asks for. */
export function comparisonOf(type: FieldType | null): Comparison {
  switch (type) {
    case 'integer':
    case 'decimal':
      return 'number';
    case 'date':
    case 'datetime':
      return 'moment';
    case 'boolean':
      return 'boolean';
    case null:
    case 'json':
    case 'list':
      return 'by-value';
    default:
      return 'text';
  }
}

/**
 * Order of two values: -1, 0 or 1; null when they have none (text and a number, a list and anything).
 *
 * @example compareValues('10', 9, 'number', true) // 1
 */
export function compareValues(left: Value, right: Value, by: Comparison, ignoreCase: boolean): number | null {
  switch (by) {
    case 'number':
      return compareAsNumbers(left, right);
    case 'moment':
      return typeof left === 'string' && typeof right === 'string'
        ? compareMoments(left.trim(), right.trim())
        : null;
    case 'boolean':
      return compareAsBooleans(left, right);
    case 'text':
      return compareAsText(left, right, ignoreCase);
    case 'by-value':
      return compareByValue(left, right, ignoreCase);
  }
}

/** Two texts stay texts (a postal code is no number) unless both are dates; a number beside a text makes both numbers. */
function compareByValue(left: Value, right: Value, ignoreCase: boolean): number | null {
  if (typeof left === 'string' && typeof right === 'string') {
    return compareMoments(left, right) ?? compareAsText(left, right, ignoreCase);
  }
  if (typeof left === 'boolean' || typeof right === 'boolean') return compareAsBooleans(left, right);
  return compareAsNumbers(left, right);
}

function compareAsNumbers(left: Value, right: Value): number | null {
  if (typeof left === 'number' && typeof right === 'number')
    return left === right ? 0 : left < right ? -1 : 1;
  const first = digitsOf(left);
  const second = digitsOf(right);
  return first === null || second === null ? null : compareDecimals(first, second);
}

function digitsOf(value: Value): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : null;
  return typeof value === 'string' ? value.trim() : null;
}

function compareAsBooleans(left: Value, right: Value): number | null {
  const first = truthIn(left);
  const second = truthIn(right);
  return first === null || second === null ? null : Number(first) - Number(second);
}

function truthIn(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}

function compareAsText(left: Value, right: Value, ignoreCase: boolean): number | null {
  const first = foldedText(left, ignoreCase);
  const second = foldedText(right, ignoreCase);
  if (first === null || second === null) return null;
  return first === second ? 0 : first < second ? -1 : 1;
}

/** Text of a single value, in lower case when case doesn't matter; null for lists and objects. */
export function foldedText(value: Value, ignoreCase: boolean): string | null {
  if (value === null) return null;
  const text = textOf(value);
  if (text instanceof Failure) return null;
  return ignoreCase ? text.toLowerCase() : text;
}
