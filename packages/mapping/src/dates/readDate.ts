import { isDay, isTime, readDigits } from './calendar.ts';
import type { DatePattern, DateToken } from './datePattern.ts';

/** A date and clock time as written, and the offset from UTC when the text states one. */
export interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** Minutes east of UTC. */
  offset: number | null;
}

const digitShape: Record<Exclude<DateToken, 'A' | 'Z'>, { least: number; most: number }> = {
  YYYY: { least: 4, most: 4 },
  YY: { least: 2, most: 2 },
  MM: { least: 2, most: 2 },
  M: { least: 1, most: 2 },
  DD: { least: 2, most: 2 },
  D: { least: 1, most: 2 },
  HH: { least: 2, most: 2 },
  H: { least: 1, most: 2 },
  hh: { least: 2, most: 2 },
  h: { least: 1, most: 2 },
  mm: { least: 2, most: 2 },
  ss: { least: 2, most: 2 },
  SSS: { least: 3, most: 3 },
};

/**
 * Reads a text by a format, strictly: every character must fit, and the day must exist.
 *
 * @returns null when the text doesn't fit.
 * @example readDate('01.02.2024', parseDatePattern('DD.MM.YYYY'))?.month // 2
 */
export function readDate(text: string, pattern: DatePattern): DateParts | null {
  const found: DateParts = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
    offset: null,
  };
  let afternoon: boolean | null = null;
  let at = 0;
  for (const part of pattern) {
    if ('literal' in part) {
      if (!text.startsWith(part.literal, at)) return null;
      at += part.literal.length;
    } else if (part.token === 'A') {
      const half = text.slice(at, at + 2).toUpperCase();
      if (half !== 'AM' && half !== 'PM') return null;
      afternoon = half === 'PM';
      at += 2;
    } else if (part.token === 'Z') {
      const zone = /^(?:[Zz]|([+-])(\d\d):?(\d\d))/.exec(text.slice(at));
      if (zone === null) return null;
      const size = Number(zone[2] ?? 0) * 60 + Number(zone[3] ?? 0);
      if (size >= 24 * 60 || Number(zone[3] ?? 0) > 59) return null;
      found.offset = zone[1] === '-' ? -size : size;
      at += zone[0].length;
    } else {
      const { least, most } = digitShape[part.token];
      const end = endOfDigits(text, at, most);
      if (end - at < least) return null;
      set(found, part.token, readDigits(text, at, end));
      at = end;
    }
  }
  if (at !== text.length) return null;
  if (afternoon !== null) {
    if (found.hour < 1 || found.hour > 12) return null;
    found.hour = (found.hour % 12) + (afternoon ? 12 : 0);
  }
  if (!isDay(found.year, found.month, found.day) || !isTime(found.hour, found.minute, found.second))
    return null;
  return found;
}

function endOfDigits(text: string, start: number, most: number): number {
  let end = start;
  while (end < text.length && end - start < most) {
    const code = text.charCodeAt(end);
    if (code < 48 || code > 57) break;
    end += 1;
  }
  return end;
}

function set(parts: DateParts, token: Exclude<DateToken, 'A' | 'Z'>, value: number): void {
  switch (token) {
    case 'YYYY':
      parts.year = value;
      break;
    case 'YY':
      // Two digits mean 1970-2069, the window POSIX programs use.
      parts.year = value < 70 ? 2000 + value : 1900 + value;
      break;
    case 'MM':
    case 'M':
      parts.month = value;
      break;
    case 'DD':
    case 'D':
      parts.day = value;
      break;
    case 'HH':
    case 'H':
    case 'hh':
    case 'h':
      parts.hour = value;
      break;
    case 'mm':
      parts.minute = value;
      break;
    case 'ss':
      parts.second = value;
      break;
    case 'SSS':
      parts.millisecond = value;
      break;
  }
}
