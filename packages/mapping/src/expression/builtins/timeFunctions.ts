import { ExpressionError } from '../data.ts';
import { type Builtin, builtin, number, orContext, text } from './builtin.ts';

const timestamp = /^\d{4}(-[01]\d)?(-[0-3]\d)?(T[0-2]\d:[0-5]\d:[0-5]\d)?(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/;

function toMillis(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!timestamp.test(value)) throw new ExpressionError('D3110', 'The text is not an ISO 8601 time');
  return Date.parse(value);
}

function fromMillis(value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  const date = new Date(value);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999))
    throw new ExpressionError('D1001', 'The time is outside the years 0 to 9999');
  return date.toISOString();
}

/** Times without a picture; with one the interpreter has to do it. */
export const timeFunctions = {
  toMillis: builtin([orContext(text)], toMillis),
  fromMillis: builtin([orContext(number)], fromMillis),
} satisfies Record<string, Builtin>;

/** `$now()` and `$millis()` by the clock the mapping was given. */
export function clockFunctions(now: () => Date): Record<'now' | 'millis', Builtin> {
  return {
    now: builtin([], () => now().toISOString()),
    millis: builtin([], () => now().getTime()),
  };
}
