import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from './parseCron.ts';

const read = (text: string) => {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(parsed.problem.title);
  return parsed.cron;
};
const problem = (text: string) => {
  const parsed = parseCron(text);
  return parsed.ok ? null : `${parsed.problem.title} ${parsed.problem.whatToDo}`;
};

describe('a schedule that can run', () => {
  it('reads a daily time', () => {
    expect(read('0 2 * * *')).toMatchObject({
      minutes: [0],
      hours: [2],
      daysLimited: false,
      weekdaysLimited: false,
    });
  });

  it('reads names in any case, ranges, steps and lists', () => {
    const cron = read('*/15 8-18/2 1,15 JAN,jul Mon-Fri');
    expect(cron.minutes).toEqual([0, 15, 30, 45]);
    expect(cron.hours).toEqual([8, 10, 12, 14, 16, 18]);
    expect(cron.days).toEqual([1, 15]);
    expect(cron.months).toEqual([1, 7]);
    expect(cron.weekdays).toEqual([1, 2, 3, 4, 5]);
    expect(cron).toMatchObject({ daysLimited: true, weekdaysLimited: true });
  });

  it('takes 0 and 7 both for Sunday', () => {
    expect(read('0 0 * * 7').weekdays).toEqual([0]);
    expect(read('0 0 * * 5-7').weekdays).toEqual([0, 5, 6]);
    expect(read('0 0 * * */2').weekdays).toEqual([0, 2, 4, 6]);
  });

  it('lists a value once, however often it is named', () => {
    expect(read('5,1-6,5 * * * *').minutes).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('takes 29 February, which comes every few years', () => {
    expect(problem('0 0 29 2 *')).toBeNull();
    expect(problem('0 0 31 2,3 *')).toBeNull();
  });

  it('does not mind spaces and tabs', () => {
    expect(read('  0\t2  * * *  ').hours).toEqual([2]);
  });
});

describe('a schedule that is refused', () => {
  it.each([
    ['', 'no time'],
    ['   ', 'no time'],
    ['0 2 * *', '4 fields'],
    ['hourly', 'one field'],
    ['0 2 * * * * *', '7 fields'],
    ['*/10 * * * * *', 'Leave out the seconds'],
    ['@daily', 'Write 0 0 * * *'],
    ['@reboot', 'five fields'],
    ['60 * * * *', 'minute cannot be'],
    ['* 24 * * *', 'hour cannot be 24'],
    ['* * 0 * *', 'day of the month cannot be 0'],
    ['* * * 13 *', 'month cannot be 13'],
    ['* * * foo *', 'jan to dec'],
    ['* * * * 8', 'day of the week cannot be 8'],
    ['1.5 * * * *', 'minute cannot be'],
    ['-1 * * * *', 'says nothing'],
    ['1,,2 * * * *', 'says nothing'],
    ['1-2-3 * * * *', 'says nothing'],
    ['*/0 * * * *', 'no usable step'],
    ['*/x * * * *', 'no usable step'],
    ['*/ * * * *', 'no usable step'],
    ['*/5/2 * * * *', 'two steps'],
    ['*/90 * * * *', 'larger than its range'],
    ['* 22-4 * * *', '22-23,0-4'],
    ['5/15 * * * *', 'Write 5-59/15'],
    ['0 0 L * *', 'last day'],
    ['0 0 L-3 * *', 'last day'],
    ['0 0 * * 5L', 'last day'],
    ['0 0 15W * *', 'working day'],
    ['0 0 * * 1#2', 'counts weeks'],
    ['0 0 ? * 1', 'Write * in the day of the month'],
  ])('%s', (text, words) => {
    expect(problem(text)).toContain(words);
  });

  it.each(['0 0 30 2 *', '0 0 30,31 feb *', '0 0 31 4,6,9,11 *', '0 0 30 2 1'])('%s never comes', (text) => {
    expect(problem(text)).toContain('never comes');
  });

  it('does not read a text of any length', () => {
    expect(problem(`${'1,'.repeat(100_000)}1 * * * *`)).toContain('too long');
  });
});

/** One field as people write it, with the values it means. */
const fieldText = (low: number, high: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: low, max: high }).map(String),
    fc
      .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.integer({ min: 1, max: high - low }).map((step) => `*/${step}`),
  );

describe('every schedule', () => {
  const cronText = fc
    .tuple(fieldText(0, 59), fieldText(0, 23), fieldText(1, 28), fieldText(1, 12), fieldText(0, 6))
    .map((words) => words.join(' '));

  it('that is well formed is read, inside its ranges, rising and without repeats', () => {
    fc.assert(
      fc.property(cronText, (text) => {
        const cron = read(text);
        const ranges = [
          [cron.minutes, 0, 59],
          [cron.hours, 0, 23],
          [cron.days, 1, 31],
          [cron.months, 1, 12],
          [cron.weekdays, 0, 6],
        ] as const;
        for (const [list, low, high] of ranges) {
          expect(list.length).toBeGreaterThan(0);
          expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
          expect(list[0]).toBeGreaterThanOrEqual(low);
          expect(list.at(-1)).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  it('that is read does fire within nine years', () => {
    const days = fc.constantFrom('29', '30', '31', '28-31', '*/30', '29,31');
    fc.assert(
      fc.property(days, fieldText(1, 12), (day, month) => {
        const parsed = parseCron(`0 0 ${day} ${month} *`);
        const dates = Array.from({ length: 9 * 366 }, (_, n) => new Date(Date.UTC(2024, 0, 1 + n)));
        const fires = (cron: { days: number[]; months: number[] }) =>
          dates.some(
            (date) => cron.days.includes(date.getUTCDate()) && cron.months.includes(date.getUTCMonth() + 1),
          );
        if (parsed.ok) expect(fires(parsed.cron)).toBe(true);
        else expect(parsed.problem.title).toMatch(/never comes/);
      }),
      { numRuns: 60 },
    );
  });

  it('gets an answer in words, whatever the text', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'0123456789*/-,?#LW @janSUN\t.') });
    fc.assert(
      fc.property(fc.oneof(fc.string(), signs), (text) => {
        const parsed = parseCron(text);
        if (!parsed.ok) {
          expect(parsed.problem.title).not.toBe('');
          expect(parsed.problem.whatToDo).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});
