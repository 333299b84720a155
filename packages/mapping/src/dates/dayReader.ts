import { isDay, readDigits } from './calendar.ts';
import type { DatePattern } from './datePattern.ts';

interface Place {
  start: number;
  end: number;
}

const widths: Record<string, number> = { YYYY: 4, MM: 2, DD: 2 };

/**
 * A reader for formats of a four-digit year, month and day of fixed width, which most dates have: it knows where each
 * stands, and gives `YYYY-MM-DD` or null for what `readDate` would refuse.
 *
 * @returns null for every other format.
 * @example fixedDayReader(parseDatePattern('DD.MM.YYYY'))?.('01.02.2024') // '2024-02-01'
 */
export function fixedDayReader(pattern: DatePattern): ((text: string) => string | null) | null {
  const places = new Map<string, Place>();
  const literals: { at: number; text: string }[] = [];
  let length = 0;
  for (const part of pattern) {
    if ('literal' in part) {
      literals.push({ at: length, text: part.literal });
      length += part.literal.length;
      continue;
    }
    const width = widths[part.token];
    if (width === undefined) return null;
    places.set(part.token, { start: length, end: length + width });
    length += width;
  }
  const year = places.get('YYYY');
  const month = places.get('MM');
  const day = places.get('DD');
  if (year === undefined || month === undefined || day === undefined) return null;
  return (text) => {
    if (text.length !== length || !areDigits(text, year)) return null;
    if (!areDigits(text, month) || !areDigits(text, day)) return null;
    for (const literal of literals) if (!text.startsWith(literal.text, literal.at)) return null;
    if (!isDay(numberAt(text, year), numberAt(text, month), numberAt(text, day))) return null;
    return `${text.slice(year.start, year.end)}-${text.slice(month.start, month.end)}-${text.slice(day.start, day.end)}`;
  };
}

const numberAt = (text: string, { start, end }: Place): number => readDigits(text, start, end);

function areDigits(text: string, { start, end }: Place): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
