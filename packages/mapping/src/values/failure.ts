import type { Value } from '@syncline/model';

/** Stable codes of what can be wrong with one value of one record. */
export type FailureCode =
  | 'mapping.missing-value'
  | 'mapping.wrong-type'
  | 'mapping.not-a-number'
  | 'mapping.out-of-range'
  | 'mapping.not-a-boolean'
  | 'mapping.not-a-date'
  | 'mapping.no-time-zone'
  | 'mapping.not-an-email'
  | 'mapping.not-a-phone'
  | 'mapping.not-a-url'
  | 'mapping.not-an-option'
  | 'mapping.not-in-table'
  | 'mapping.too-long'
  | 'mapping.too-large'
  | 'mapping.would-lose'
  | 'mapping.expression-failed';

/**
 * Why a value could not be used. It is returned, not thrown: in customer data a bad value is an everyday thing, and an
 * exception per value would make a dirty file a hundred times slower than a clean one.
 */
export class Failure {
  readonly code: FailureCode;
  readonly message: string;

  constructor(code: FailureCode, message: string) {
    this.code = code;
    this.message = message;
  }
}

/** @example fail('mapping.not-a-number', '“abc” is not a number') */
export function fail(code: FailureCode, message: string): Failure {
  return new Failure(code, message);
}

/** What a step or conversion gives: a value, nothing (`undefined` = not sent), or why it could not. */
export type Outcome = Value | undefined | Failure;

const quotedLength = 40;

/**
 * A value as it may stand in a message: at most 40 characters of it, so that logs never carry a record.
 *
 * @example quoteValue('abc') // '“abc”'
 */
export function quoteValue(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  const text = String(value);
  return `“${text.length > quotedLength ? `${text.slice(0, quotedLength - 1)}…` : text}”`;
}
