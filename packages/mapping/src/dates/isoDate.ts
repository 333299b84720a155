import { isDay, isTime, pad, readDigits, utcMillis } from './calendar.ts';

const dateShape = /^\d{4}-\d\d-\d\d$/;
const dateTimeShape =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)?$/;

/** True for `YYYY-MM-DD` that is a day of the calendar. @example isIsoDate('2023-02-29') // false */
export function isIsoDate(text: string): boolean {
  return text.length === 10 && dateShape.test(text) && startsWithDay(text);
}

/** The digits are where they belong; whether the calendar has that day. */
function startsWithDay(text: string): boolean {
  return isDay(readDigits(text, 0, 4), readDigits(text, 5, 7), readDigits(text, 8, 10));
}

/** A moment: whole seconds in milliseconds since 1970, and the digits behind the second, which may be finer than a millisecond. */
export interface Moment {
  millis: number;
  fraction: string;
}

/**
 * Reads an RFC 3339 time; a space instead of `T` and offsets like `+00` and `+0000` are taken too, as databases write them.
 *
 * @returns null when it isn't one, 'no-zone' when only the offset is missing.
 */
export function readMoment(text: string): Moment | 'no-zone' | null {
  const match = dateTimeShape.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zulu, sign, hours, minutes = '0'] =
    match;
  if (!isDay(Number(year), Number(month), Number(day))) return null;
  if (!isTime(Number(hour), Number(minute), Number(second))) return null;
  if (zulu === undefined && sign === undefined) return 'no-zone';
  const local = utcMillis(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  if (sign === undefined) return { millis: local, fraction };
  if (!isTime(Number(hours), Number(minutes), 0)) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { millis: sign === '-' ? local + offset : local - offset, fraction };
}

const canonicalShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,8}[1-9])?Z$/;

/**
 * The one text of a moment: UTC, `Z`, no needless zeros behind the second, nothing finer lost.
 *
 * @returns null when the text is not a time, 'no-zone' when it has no offset, 'range' when UTC leaves the years 1-9999.
 * @example canonicalDateTime('2024-05-01T10:00:00.500+02:00') // '2024-05-01T08:00:00.5Z'
 */
export function canonicalDateTime(text: string): string | 'no-zone' | 'range' | null {
  // Nearly all times are written so already, and then there is nothing to work out.
  if (isCanonical(text)) return text;
  const moment = readMoment(text);
  return moment === null || moment === 'no-zone' ? moment : writeMoment(moment);
}

function isCanonical(text: string): boolean {
  return (
    canonicalShape.test(text) &&
    startsWithDay(text) &&
    isTime(readDigits(text, 11, 13), readDigits(text, 14, 16), readDigits(text, 17, 19))
  );
}

/** @returns 'range' when the year has no four digits. */
export function writeMoment({ millis, fraction }: Moment): string | 'range' {
  const date = new Date(millis);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return 'range';
  const digits = fraction.replace(/0+$/, '');
  const day = `${pad(year, 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  const time = `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
  return `${day}T${time}${digits === '' ? '' : `.${digits}`}Z`;
}

/**
 * Which of two dates or times comes first. A date counts as its first moment in UTC.
 *
 * @returns -1, 0 or 1; null when one of them is neither.
 */
export function compareMoments(left: string, right: string): number | null {
  const a = momentOf(left);
  const b = momentOf(right);
  if (a === null || b === null) return null;
  if (a.millis !== b.millis) return a.millis < b.millis ? -1 : 1;
  const width = Math.max(a.fraction.length, b.fraction.length);
  const x = a.fraction.padEnd(width, '0');
  const y = b.fraction.padEnd(width, '0');
  return x === y ? 0 : x < y ? -1 : 1;
}

function momentOf(text: string): Moment | null {
  const moment = readMoment(isIsoDate(text) ? `${text}T00:00:00Z` : text);
  return moment === 'no-zone' ? null : moment;
}
