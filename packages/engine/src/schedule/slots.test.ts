import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSlot } from './slots.ts';

const newYork = 'America/New_York';
const berlin = 'Europe/Berlin';

function slotsFrom(cron: string, timezone: string, from: string, count: number): string[] {
  const found: string[] = [];
  let at = new Date(from);
  while (found.length < count) {
    const next = nextSlot(cron, timezone, at);
    if (next === null) break;
    found.push(next.toISOString().replace(':00.000Z', 'Z'));
    at = next;
  }
  return found;
}

describe('a schedule', () => {
  it.each<[string, string, string, string, string[]]>([
    // New York goes from 02:00 to 03:00 on 14 March 2027 and back from 02:00 to 01:00 on 7 November 2027.
    [
      'runs a slot in the gap once, right after it',
      '30 2 * * *',
      newYork,
      '2027-03-13T00:00:00Z',
      ['2027-03-13T07:30Z', '2027-03-14T07:00Z', '2027-03-15T06:30Z'],
    ],
    [
      'runs many slots in the gap as one',
      '*/15 2 * * *',
      newYork,
      '2027-03-14T00:00:00Z',
      ['2027-03-14T07:00Z', '2027-03-15T06:00Z'],
    ],
    [
      'joins a slot in the gap with the one right after it',
      '30 2,3 * * *',
      newYork,
      '2027-03-14T00:00:00Z',
      ['2027-03-14T07:00Z', '2027-03-14T07:30Z', '2027-03-15T06:30Z'],
    ],
    [
      'runs 02:00 and 03:00 as one where the clock jumps over 02:00',
      '0 2,3 * * *',
      newYork,
      '2027-03-14T00:00:00Z',
      ['2027-03-14T07:00Z', '2027-03-15T06:00Z', '2027-03-15T07:00Z'],
    ],
    [
      'runs a slot that comes twice at its first occurrence',
      '30 1 * * *',
      newYork,
      '2027-11-06T12:00:00Z',
      ['2027-11-07T05:30Z', '2027-11-08T06:30Z'],
    ],
    [
      'goes on after the first occurrence, not with the second',
      '30 1 * * *',
      newYork,
      '2027-11-07T05:45:00Z',
      ['2027-11-08T06:30Z'],
    ],
    [
      'runs an hourly schedule in both hours of autumn',
      '0 * * * *',
      newYork,
      '2027-11-07T03:30:00Z',
      ['2027-11-07T04:00Z', '2027-11-07T05:00Z', '2027-11-07T06:00Z', '2027-11-07T07:00Z'],
    ],
    [
      'runs an hourly schedule every elapsed hour of spring',
      '30 * * * *',
      newYork,
      '2027-03-14T05:00:00Z',
      ['2027-03-14T05:30Z', '2027-03-14T06:30Z', '2027-03-14T07:30Z'],
    ],
    [
      'runs every twenty minutes of elapsed time over the change',
      '*/20 * * * *',
      newYork,
      '2027-03-14T06:30:00Z',
      ['2027-03-14T06:40Z', '2027-03-14T07:00Z', '2027-03-14T07:20Z'],
    ],
    [
      'runs every two hours by the wall, once in the gap',
      '0 */2 * * *',
      newYork,
      '2027-03-14T04:00:00Z',
      ['2027-03-14T05:00Z', '2027-03-14T07:00Z', '2027-03-14T08:00Z'],
    ],
    // Berlin goes from 02:00 to 03:00 on 28 March 2027 and back from 03:00 to 02:00 on 31 October 2027.
    [
      'runs a slot in the gap of Berlin once',
      '15 2 * * *',
      berlin,
      '2027-03-27T12:00:00Z',
      ['2027-03-28T01:00Z', '2027-03-29T00:15Z'],
    ],
    [
      'runs a doubled slot of Berlin once',
      '15 2 * * *',
      berlin,
      '2027-10-30T12:00:00Z',
      ['2027-10-31T00:15Z', '2027-11-01T01:15Z'],
    ],
    [
      'runs hourly through the doubled hour of Berlin',
      '30 * * * *',
      berlin,
      '2027-10-30T23:00:00Z',
      ['2027-10-30T23:30Z', '2027-10-31T00:30Z', '2027-10-31T01:30Z', '2027-10-31T02:30Z'],
    ],
    [
      'keeps the wall time of an ordinary day on both sides of a change',
      '0 9 * * 1',
      berlin,
      '2027-03-22T12:00:00Z',
      ['2027-03-29T07:00Z', '2027-04-05T07:00Z'],
    ],
    [
      'knows leap days',
      '0 0 29 2 *',
      'UTC',
      '2027-01-01T00:00:00Z',
      ['2028-02-29T00:00Z', '2032-02-29T00:00Z'],
    ],
    [
      'knows the last day of a month',
      '0 0 L * *',
      'UTC',
      '2027-01-15T00:00:00Z',
      ['2027-01-31T00:00Z', '2027-02-28T00:00Z'],
    ],
    [
      'knows zones with odd offsets',
      '0 12 * * *',
      'Asia/Kathmandu',
      '2027-01-01T00:00:00Z',
      ['2027-01-01T06:15Z'],
    ],
    [
      'knows half-hour changes',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2027-10-02T00:00:00Z',
      ['2027-10-02T15:30Z', '2027-10-03T15:15Z'],
    ],
  ])('%s', (_, cron, timezone, from, expected) => {
    expect(slotsFrom(cron, timezone, from, expected.length)).toEqual(expected);
  });

  it('for 30 February never fires, and says so at once', () => {
    expect(nextSlot('0 0 30 2 *', 'UTC', new Date())).toBeNull();
  });

  it('that is not cron, or in no known zone, is refused', () => {
    expect(() => nextSlot('every day', 'UTC', new Date())).toThrow();
    expect(() => nextSlot('61 * * * *', 'UTC', new Date())).toThrow();
    expect(() => nextSlot('0 0 * * *', 'Mars/Olympus', new Date())).toThrow(RangeError);
  });

  it.each([
    [newYork, '2027-03-11', '2027-03-17'],
    [newYork, '2027-11-05', '2027-11-10'],
    [berlin, '2027-03-26', '2027-03-30'],
    [berlin, '2027-10-29', '2027-11-02'],
  ])(
    'of every minute fires every minute of the days around a change in %s, none twice',
    (timezone, from, to) => {
      const times: number[] = [];
      for (let at = Date.parse(from); at < Date.parse(to); at = times.at(-1) ?? at) {
        times.push(nextSlot('* * * * *', timezone, new Date(at))?.getTime() ?? Number.POSITIVE_INFINITY);
      }
      expect(times.filter((time, index) => time !== Date.parse(from) + (index + 1) * 60_000)).toEqual([]);
    },
  );

  it('of every hour fires every hour of a year, none twice', () => {
    const times: number[] = [];
    const start = Date.parse('2027-01-01T00:00:00Z');
    for (let at = start; times.length < 365 * 24; at = times.at(-1) ?? at) {
      times.push(nextSlot('0 * * * *', newYork, new Date(at))?.getTime() ?? Number.POSITIVE_INFINITY);
    }
    expect(times.filter((time, index) => time !== start + (index + 1) * 3_600_000)).toEqual([]);
  });

  it('always moves forward and names each slot once, wherever one starts to look', () => {
    const cron = fc.constantFrom(
      '*/7 * * * *',
      '0 * * * *',
      '30 2 * * *',
      '*/10 1-3 * * *',
      '0 */3 * * *',
      '5 0 1 * *',
      '0 2 * * 0',
    );
    const zone = fc.constantFrom(newYork, berlin, 'Australia/Lord_Howe', 'UTC', 'Africa/Casablanca');
    const start = fc.integer({ min: Date.UTC(2027, 0), max: Date.UTC(2027, 11, 31) });
    void fc.assert(
      fc.property(cron, zone, start, fc.nat({ max: 7_200_000 }), (text, timezone, from, step) => {
        const first = nextSlot(text, timezone, new Date(from));
        expect(first === null || first.getTime() > from).toBe(true);
        if (first === null) return;
        // From any instant before it, the same slot is next.
        const between = new Date(Math.max(from, first.getTime() - step));
        if (between < first) expect(nextSlot(text, timezone, between)).toEqual(first);
      }),
      { numRuns: 1000 },
    );
  });
});
