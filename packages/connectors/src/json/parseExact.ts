import type { Value } from '@syncline/model';

/** Text that is JSON, or the reason why it isn't. */
export type ParsedJson = { ok: true; value: Value } | { ok: false; message: string };

const maxDepth = 100;

// Only numbers this long, or written with an exponent, can lose digits; all other texts skip the slower reviver.
const mayLoseDigits = /[\d.]{16}|\d[eE]/;

/**
 * Parses JSON without losing digits: a number that a double can't hold stays the text it was written as. Total: broken
 * text and nesting deeper than 100 give a message. The last of several equal keys wins.
 *
 * @example parseExact('{"id":12345678901234567890}') // { ok: true, value: { id: '12345678901234567890' } }
 */
export function parseExact(text: string): ParsedJson {
  if (isTooDeep(text)) return { ok: false, message: `it is nested deeper than ${maxDepth} levels` };
  try {
    // JSON.parse gives JSON; the reviver only swaps a number for its text.
    const value = (mayLoseDigits.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)) as Value;
    return { ok: true, value };
  } catch (thrown) {
    return { ok: false, message: describeSyntax(text, thrown) };
  }
}

/** V8's own message quotes the text, which may be a customer's data; its position is all we keep. */
function describeSyntax(text: string, thrown: unknown): string {
  if (text.trim() === '') return 'it is empty';
  const position = thrown instanceof Error ? /position (\d+)/.exec(thrown.message)?.[1] : undefined;
  if (position !== undefined) return `it is not JSON (character ${Number(position) + 1})`;
  return 'it is not JSON, or it ends too early';
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  if (Number.isSafeInteger(value)) return value;
  if (Number.isInteger(value)) return context.source;
  return Number.isFinite(value) && significand(context.source) === significand(String(value))
    ? value
    : context.source;
}

/** Digits without sign, point, exponent and padding zeros: equal for two writings of one number of like size. */
function significand(text: string): string {
  const mantissa = text.replace(/[eE].*$/, '').replace(/[-.]/g, '');
  return mantissa.replace(/^0+/, '').replace(/0+$/, '');
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === 92) at += 1;
      else if (char === 34) quoted = false;
    } else if (char === 34) quoted = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (char === 125 || char === 93) depth -= 1;
  }
  return false;
}
