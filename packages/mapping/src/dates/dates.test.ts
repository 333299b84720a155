import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysInMonth, isDay, utcMillis } from './calendar.ts';
import {
  DatePatternError,
  dateTokens,
  explainPattern,
  parseDatePattern,
  patternMeanings,
} from './datePattern.ts';
import { canonicalDateTime, compareMoments, isIsoDate, readMoment } from './isoDate.ts';
import { type DateParts, readDate } from './readDate.ts';
import { isTimeZone, momentInZone, partsInZone, zoneOffset } from './timeZone.ts';
import { writeDate } from './writeDate.ts';

const day = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .filter(([year, month, date]) => isDay(year, month, date));
const moment = fc
  .tuple(
    day,
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 59 }),
  )
  .map(
    ([[year, month, date], hour, minute, second]): DateParts => ({
      ...{ year, month, day: date, hour, minute, second },
      millisecond: 0,
      offset: null,
    }),
  );

const recent = fc
  .tuple(moment, fc.integer({ min: 1971, max: 2049 }))
  .filter(([at]) => at.day < 29)
  .map(([at, year]): DateParts => ({ ...at, year }));

const parts = (text: string, format: string) => readDate(text, parseDatePattern(format));

describe('the calendar', () => {
  it('knows leap years', () => {
    expect([2024, 2000, 1900, 2023].map((year) => daysInMonth(year, 2))).toEqual([29, 29, 28, 28]);
  });

  it('agrees with JavaScript about every day, also in the first century', () => {
    fc.assert(
      fc.property(day, ([year, month, date]) => {
        const found = new Date(utcMillis(year, month, date));
        expect([found.getUTCFullYear(), found.getUTCMonth() + 1, found.getUTCDate()]).toEqual([
          year,
          month,
          date,
        ]);
      }),
    );
  });
});

describe('dates and times as they travel', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2024-13-01', false],
    ['2024-1-1', false],
    ['2024-01-01T00:00:00Z', false],
    ['0000-01-01', false],
  ])('%s is a date: %s', (text, is) => {
    expect(isIsoDate(text)).toBe(is);
  });

  it.each([
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00Z'],
    ['2024-05-01T10:00:00.500+02:00', '2024-05-01T08:00:00.5Z'],
    ['2024-05-01 10:00:00+00', '2024-05-01T10:00:00Z'],
    ['2024-05-01T10:00Z', '2024-05-01T10:00:00Z'],
    ['2024-05-01t10:00:00z', '2024-05-01T10:00:00Z'],
    ['2024-01-01T00:30:00+01:00', '2023-12-31T23:30:00Z'],
    ['2024-05-01T10:00:00.123456Z', '2024-05-01T10:00:00.123456Z'],
    ['2024-05-01T10:00:00-0330', '2024-05-01T13:30:00Z'],
    ['2024-05-01T10:00:00', 'no-zone'],
    ['2024-05-01T25:00:00Z', null],
    ['2024-05-01T10:00:00+25:00', null],
    ['0001-01-01T00:00:00+01:00', 'range'],
    ['yesterday', null],
  ])('%s has the one text %s', (text, canonical) => {
    expect(canonicalDateTime(text)).toBe(canonical);
  });

  it('have one text per moment, however the offset is written', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, offset) => {
        fc.pre(at.year > 1 && at.year < 9999);
        const text = writeDate({ ...at, offset }, parseDatePattern("YYYY-MM-DD'T'HH:mm:ssZ"));
        const canonical = canonicalDateTime(text) ?? '';
        expect(canonical.endsWith('Z')).toBe(true);
        expect(canonicalDateTime(canonical)).toBe(canonical);
        expect(compareMoments(text, canonical)).toBe(0);
      }),
    );
  });

  it('are ordered to the last digit behind the second', () => {
    expect(compareMoments('2024-01-01T00:00:00.1234567Z', '2024-01-01T00:00:00.1234568Z')).toBe(-1);
    expect(compareMoments('2024-01-01', '2024-01-01T00:00:00Z')).toBe(0);
    expect(compareMoments('2024-01-02', '2024-01-01T23:59:59Z')).toBe(1);
    expect(compareMoments('2024-01-01', 'soon')).toBeNull();
    expect(readMoment('2024-01-01T00:00:00')).toBe('no-zone');
  });
});

describe('date formats', () => {
  it.each([
    ['01.02.2024', 'DD.MM.YYYY', [2024, 2, 1]],
    ['1.2.2024', 'D.M.YYYY', [2024, 2, 1]],
    ['12/31/24', 'MM/DD/YY', [2024, 12, 31]],
    ['31-12-99', 'DD-MM-YY', [1999, 12, 31]],
    ['20240229', 'YYYYMMDD', [2024, 2, 29]],
    ['on 1/2/2024', "'on' M/D/YYYY", [2024, 1, 2]],
    ["'24-1-5", "''YY-M-D", [2024, 1, 5]],
  ])('%s is read by %s', (text, format, [year, month, date]) => {
    expect(parts(text, format)).toMatchObject({ year, month, day: date });
  });

  it.each([
    ['2024-02-30', 'YYYY-MM-DD'],
    ['1.2.2024', 'DD.MM.YYYY'],
    ['01.02.2024 ', 'DD.MM.YYYY'],
    ['01.02.2024x', 'DD.MM.YYYY'],
    ['01/02/2024', 'DD.MM.YYYY'],
    ['13:00 PM', 'hh:mm A'],
    ['00:30 AM', 'hh:mm A'],
    ['2024-01-01T24:00', "YYYY-MM-DD'T'HH:mm"],
    ['', 'YYYY-MM-DD'],
  ])('%j is refused by %s: every character has to fit', (text, format) => {
    expect(parts(text, format)).toBeNull();
  });

  it('read clocks of twelve hours', () => {
    const hour = (text: string) => parts(`2024-01-01 ${text}`, 'YYYY-MM-DD h:mm A')?.hour;
    expect(['12:00 AM', '1:00 am', '12:00 PM', '11:59 PM'].map(hour)).toEqual([0, 1, 12, 23]);
  });

  it('read offsets', () => {
    const offset = (text: string) => parts(`2024-01-01 ${text}`, 'YYYY-MM-DD Z')?.offset;
    expect(['Z', '+02:00', '-0330'].map(offset)).toEqual([0, 120, -210]);
    expect(parts('2024-01-01 +2500', 'YYYY-MM-DD Z')).toBeNull();
  });

  it('give back what they were written from', () => {
    const formats = [
      "YYYY-MM-DD'T'HH:mm:ss",
      'D.M.YYYY H:mm:ss',
      'MM/DD/YYYY hh:mm:ss A',
      'YYYYMMDDHHmmss',
      "'x'ss mm h A D M YYYY",
    ];
    fc.assert(
      fc.property(moment, fc.constantFrom(...formats), (at, format) => {
        const pattern = parseDatePattern(format);
        expect(readDate(writeDate(at, pattern), pattern)).toEqual(at);
      }),
    );
  });

  it('never break on any text', () => {
    const pattern = parseDatePattern("D.M.YYYY 'at' H:mm A Z");
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = readDate(text, pattern);
        expect(found === null || isDay(found.year, found.month, found.day)).toBe(true);
      }),
    );
  });

  it.each([
    ['yyyy-MM-DD', 'Write YYYY instead of yyyy.'],
    ['DD.MM.YYYY at HH', 'Write A for AM and PM.'],
    ['DDD', 'A format has no DDD.'],
    ["DD 'open", 'not closed'],
    ['DD.DD.YYYY', 'appears twice'],
    ['MMM YYYY', 'A format has no MMM.'],
  ])('%s is refused in plain words', (format, message) => {
    expect(() => parseDatePattern(format)).toThrow(DatePatternError);
    expect(explainPattern(format, 'write')?.message).toMatch(message);
  });

  it.each([
    ['MM/YYYY', 'date', 'no day'],
    ['DD.MM', 'date', 'no year'],
    ['YYYY-DD', 'date', 'no month'],
    ['YYYY-MM-DD hh:mm', 'datetime', 'twelve'],
    ['YYYY-MM-DD HH:mm A', 'datetime', 'hh'],
    ['--', 'write', 'no part'],
  ] as const)('%s can’t be used as a %s format', (format, use, message) => {
    expect(explainPattern(format, use)?.message).toMatch(message);
  });

  it('say what they hold', () => {
    expect([...patternMeanings(parseDatePattern('D.M.YY'))]).toEqual(['day', 'month', 'year']);
    expect(
      dateTokens
        .filter((token) => token !== 'Z' && token !== 'A')
        .every((token) => explainPattern(token, 'write') === null),
    ).toBe(true);
  });
});

describe('time zones', () => {
  const at = (text: string, zone: string) => {
    const found = parts(text, 'YYYY-MM-DD HH:mm');
    return found === null ? null : new Date(momentInZone(found, zone)).toISOString().slice(0, 16);
  };

  it('are known by their IANA names', () => {
    expect(isTimeZone('Europe/Paris')).toBe(true);
    expect(isTimeZone('UTC')).toBe(true);
    expect(isTimeZone('Middle/Earth')).toBe(false);
    expect(() => zoneOffset(0, 'Middle/Earth')).toThrow('is not a time zone');
  });

  it('turn clock time into UTC, summer and winter', () => {
    expect(at('2024-07-01 12:00', 'Europe/Paris')).toBe('2024-07-01T10:00');
    expect(at('2024-01-01 12:00', 'Europe/Paris')).toBe('2024-01-01T11:00');
    expect(at('2024-01-01 12:00', 'Asia/Kolkata')).toBe('2024-01-01T06:30');
    expect(at('2024-01-01 00:00', 'Pacific/Kiritimati')).toBe('2023-12-31T10:00');
  });

  it('move a time the clock skips on by the gap', () => {
    expect(at('2024-03-31 02:30', 'Europe/Paris')).toBe('2024-03-31T01:30');
    expect(at('2024-03-10 02:15', 'America/New_York')).toBe('2024-03-10T07:15');
    expect(at('2024-10-06 02:10', 'Australia/Lord_Howe')).toBe('2024-10-05T15:40');
  });

  it('take the first of a time the clock shows twice', () => {
    expect(at('2024-10-27 02:30', 'Europe/Paris')).toBe('2024-10-27T00:30');
    expect(at('2024-11-03 01:30', 'America/New_York')).toBe('2024-11-03T05:30');
  });

  it('skip whole days where a country did', () => {
    expect(at('2011-12-30 12:00', 'Pacific/Apia')).toBe('2011-12-30T22:00');
  });

  it('show the time they were given, except in a gap', () => {
    const zones = [
      'Europe/Paris',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
      'America/St_Johns',
    ];
    fc.assert(
      fc.property(recent, fc.constantFrom(...zones), (given, zone) => {
        const millis = momentInZone(given, zone);
        const shown = partsInZone(millis, zone);
        const again = momentInZone({ ...shown, offset: null }, zone);
        // In a gap the clock shows a later time; asking for that one gives the same moment again.
        expect(Math.abs(again - millis)).toBe(0);
        const same = shown.hour === given.hour && shown.minute === given.minute && shown.day === given.day;
        const before = zoneOffset(millis - 86_400_000, zone);
        const after = zoneOffset(millis + 86_400_000, zone);
        expect(same || before !== after).toBe(true);
      }),
    );
  });
});

it('a time that is written in the one way comes back as it is, if it exists', () => {
  expect(canonicalDateTime('2024-02-29T23:59:59.123Z')).toBe('2024-02-29T23:59:59.123Z');
  for (const text of ['2023-02-29T00:00:00Z', '2024-01-01T24:00:00Z', '0000-01-01T00:00:00Z'])
    expect(canonicalDateTime(text)).toBeNull();
});
