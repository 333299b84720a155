/** What a pattern letter stands for. */
export const dateTokens = [
  'YYYY',
  'YY',
  'MM',
  'M',
  'DD',
  'D',
  'HH',
  'H',
  'hh',
  'h',
  'mm',
  'ss',
  'SSS',
  'A',
  'Z',
] as const;
export type DateToken = (typeof dateTokens)[number];

export type PatternPart = { token: DateToken } | { literal: string };
export type DatePattern = readonly PatternPart[];

/** A date format that can't be used. `position` counts characters from 0. */
export class DatePatternError extends Error {
  override name = 'DatePatternError';
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/**
 * Takes a date format apart. Letters are tokens, everything else stands for itself; words go in single quotes.
 *
 * @throws DatePatternError naming the letters it doesn't know.
 * @example parseDatePattern("DD.MM.YYYY 'at' HH:mm")
 */
export function parseDatePattern(text: string): DatePattern {
  const parts: PatternPart[] = [];
  let at = 0;
  while (at < text.length) {
    const letters = /^[A-Za-z]+/.exec(text.slice(at));
    if (letters === null) {
      at = readLiteral(text, at, parts);
    } else {
      readTokens(letters[0], at, parts);
      at += letters[0].length;
    }
  }
  refuseRepeats(parts);
  return parts;
}

function readLiteral(text: string, start: number, parts: PatternPart[]): number {
  if (text[start] !== "'") {
    parts.push({ literal: text.charAt(start) });
    return start + 1;
  }
  const end = text.indexOf("'", start + 1);
  if (end === -1) throw new DatePatternError('The quoted text is not closed.', start);
  // Two quotes in a row stand for the quote itself.
  parts.push({ literal: end === start + 1 ? "'" : text.slice(start + 1, end) });
  return end + 1;
}

function readTokens(letters: string, start: number, parts: PatternPart[]): void {
  let at = 0;
  while (at < letters.length) {
    // Letters of one kind belong together: `DDD` must not be read as `DD` and `D`.
    let end = at + 1;
    while (letters[end] === letters[at]) end += 1;
    const run = letters.slice(at, end);
    const token = dateTokens.find((known) => known === run);
    if (token === undefined) throw new DatePatternError(unknownToken(run), start + at);
    parts.push({ token });
    at = end;
  }
}

function unknownToken(run: string): string {
  const upper = dateTokens.find((token) => token === run.toUpperCase());
  if (/^[yd]+$/.test(run) && upper !== undefined) return `Write ${upper} instead of ${run}.`;
  if (run === 'a') return 'Write A for AM and PM.';
  if (run.length === 1) return `A format has no letter ${run}. Put words in single quotes: 'at'.`;
  return `A format has no ${run}. It has ${dateTokens.join(', ')}; put words in single quotes.`;
}

const meaning: Record<DateToken, string> = {
  YYYY: 'year',
  YY: 'year',
  MM: 'month',
  M: 'month',
  DD: 'day',
  D: 'day',
  HH: 'hour',
  H: 'hour',
  hh: 'hour',
  h: 'hour',
  mm: 'minute',
  ss: 'second',
  SSS: 'millisecond',
  A: 'half of the day',
  Z: 'time zone',
};

function refuseRepeats(parts: DatePattern): void {
  const seen = new Set<string>();
  for (const part of parts) {
    if (!('token' in part)) continue;
    const name = meaning[part.token];
    if (seen.has(name)) throw new DatePatternError(`The ${name} appears twice.`, 0);
    seen.add(name);
  }
}

/** What a pattern says: `year`, `month`, … @example patternMeanings(parseDatePattern('MM/YY')).has('day') // false */
export function patternMeanings(pattern: DatePattern): ReadonlySet<string> {
  return new Set(pattern.flatMap((part) => ('token' in part ? [meaning[part.token]] : [])));
}

/**
 * Why a format can't be used to read dates (or times), or null when it can.
 *
 * @example explainPattern('MM/YYYY', 'date') // { message: 'The format has no day: add DD or D.', position: 0 }
 */
export function explainPattern(
  text: string,
  use: 'date' | 'datetime' | 'write',
): { message: string; position: number } | null {
  let pattern: DatePattern;
  try {
    pattern = parseDatePattern(text);
  } catch (error) {
    if (error instanceof DatePatternError) return { message: error.message, position: error.position };
    throw error;
  }
  const has = patternMeanings(pattern);
  if (use === 'write')
    return has.size > 0 ? null : { message: 'The format has no part of a date.', position: 0 };
  if (!has.has('year')) return { message: 'The format has no year: add YYYY or YY.', position: 0 };
  if (!has.has('month')) return { message: 'The format has no month: add MM or M.', position: 0 };
  if (!has.has('day')) return { message: 'The format has no day: add DD or D.', position: 0 };
  const half = has.has('half of the day');
  const twelve = pattern.some((part) => 'token' in part && (part.token === 'hh' || part.token === 'h'));
  if (twelve && !half)
    return { message: 'hh counts to twelve: add A for AM and PM, or write HH.', position: 0 };
  if (half && !twelve) return { message: 'A goes with hh, not with HH.', position: 0 };
  return null;
}
