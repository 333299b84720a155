import { pad } from './calendar.ts';
import type { DatePattern, DateToken } from './datePattern.ts';
import type { DateParts } from './readDate.ts';

/** Writes a date by a format. @example writeDate(parts, parseDatePattern('D.M.YY')) // '1.2.24' */
export function writeDate(parts: DateParts, pattern: DatePattern): string {
  let text = '';
  for (const part of pattern) text += 'literal' in part ? part.literal : writeToken(parts, part.token);
  return text;
}

function writeToken(parts: DateParts, token: DateToken): string {
  switch (token) {
    case 'YYYY':
      return pad(parts.year, 4);
    case 'YY':
      return pad(parts.year % 100, 2);
    case 'MM':
      return pad(parts.month, 2);
    case 'M':
      return String(parts.month);
    case 'DD':
      return pad(parts.day, 2);
    case 'D':
      return String(parts.day);
    case 'HH':
      return pad(parts.hour, 2);
    case 'H':
      return String(parts.hour);
    case 'hh':
      return pad(parts.hour % 12 || 12, 2);
    case 'h':
      return String(parts.hour % 12 || 12);
    case 'mm':
      return pad(parts.minute, 2);
    case 'ss':
      return pad(parts.second, 2);
    case 'SSS':
      return pad(parts.millisecond, 3);
    case 'A':
      return parts.hour < 12 ? 'AM' : 'PM';
    case 'Z':
      return writeOffset(parts.offset ?? 0);
  }
}

function writeOffset(offset: number): string {
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
}
