const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @example daysInMonth(2024, 2) // 29 */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
  return monthDays[month - 1] ?? 0;
}

/** True for a day the Gregorian calendar has, from year 1 to 9999. */
export function isDay(year: number, month: number, day: number): boolean {
  return (
    year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  );
}

/** @example isTime(24, 0, 0) // false */
export function isTime(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second < 60;
}

/** Milliseconds since 1970 of a moment on a clock that shows UTC. `Date.UTC` reads years below 100 as 19xx; this doesn't. */
export function utcMillis(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
): number {
  if (year >= 100) return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, millisecond));
  return date.setUTCFullYear(year, month - 1, day);
}

/**
 * The number between two places of a text, where only digits stand. Nothing is cut out of the text: dates are the slowest
 * step of a mapping, and most mappings have several.
 *
 * @example readDigits('2024-05', 5, 7) // 5
 */
export function readDigits(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

/** @example pad(7, 2) // '07' */
export function pad(value: number, width: number): string {
  if (width === 2) return twoDigits[value] ?? String(value);
  return width === 4 && value >= 1000 ? String(value) : String(value).padStart(width, '0');
}
