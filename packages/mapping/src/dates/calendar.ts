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

/** @example pad(7, 2) // '07' */
export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
