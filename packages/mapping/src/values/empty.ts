import type { Value } from '@syncline/model';

/**
 * The one meaning of "has no value" in this package: not sent, null or empty text. The three stay different things
 * while a value passes through; only what asks for a value (`default`, `coalesce`, `required`, `is-empty`) sees them alike.
 *
 * @example isEmpty('') // true
 */
export function isEmpty(value: Value | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}
