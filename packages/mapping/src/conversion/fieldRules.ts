import type { FieldSchema, Value } from '@syncline/model';
import { type Failure, fail, quoteValue } from '../values/failure.ts';

/** Checks one value (not null) against what the destination accepts. */
export type FieldRule = (value: Value) => Failure | null;

/** Characters as a database counts them: code points, not UTF-16 halves. @example countCharacters('😀') // 1 */
export function countCharacters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff && at + 1 < text.length && isLowHalf(text.charCodeAt(at + 1)))
      at += 1;
    count += 1;
  }
  return count;
}

const isLowHalf = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** Cuts a text to a number of characters, never through one. @example cutText('a😀b', 2) // 'a😀' */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (let count = 0; count < length && end < text.length; count += 1) {
    const code = text.charCodeAt(end);
    end += code >= 0xd800 && code <= 0xdbff && isLowHalf(text.charCodeAt(end + 1)) ? 2 : 1;
  }
  return text.slice(0, end);
}

/**
 * The checks of a destination field in one function, or null when it takes everything.
 *
 * @example ruleOf({ name: 'sku', type: 'text', maxLength: 3, nullable: true, required: false })?.('abcd')
 */
export function ruleOf(field: FieldSchema): FieldRule | null {
  const { maxLength, options, type } = field;
  const rules: FieldRule[] = [];
  if (type === 'enum' && options !== undefined) {
    const known = new Set(options);
    rules.push((value) =>
      typeof value === 'string' && !known.has(value) ? notAnOption(value, options) : null,
    );
  }
  if (maxLength !== undefined) {
    rules.push((value) =>
      typeof value === 'string' && value.length > maxLength ? tooLong(value, maxLength) : null,
    );
  }
  const [first, second] = rules;
  if (first === undefined) return null;
  return second === undefined ? first : (value) => first(value) ?? second(value);
}

function tooLong(text: string, maxLength: number): Failure | null {
  const length = countCharacters(text);
  if (length <= maxLength) return null;
  return fail(
    'mapping.too-long',
    `${quoteValue(text)} has ${length} characters; the field takes ${maxLength}`,
  );
}

function notAnOption(value: string, options: readonly string[]): Failure {
  const shown = options.slice(0, 5).join(', ');
  const more = options.length > 5 ? ` and ${options.length - 5} more` : '';
  return fail('mapping.not-an-option', `${quoteValue(value)} is not one of ${shown}${more}`);
}
