import { describe, expect, it } from 'vitest';
import { changeKind, readSchedule, writeSchedule } from './cronPresets.ts';
import { describeCron } from './cronWords.ts';
import { readTime } from './TimeInput.tsx';

describe('schedules people mean', () => {
  it.each([
    ['', { kind: 'hand' }],
    ['*/15 * * * *', { kind: 'minutes', every: 15 }],
    ['30 * * * *', { kind: 'hourly', minute: 30 }],
    ['0 2 * * *', { kind: 'daily', hour: 2, minute: 0 }],
    ['0 7 * * 1-5', { kind: 'weekdays', hour: 7, minute: 0 }],
    ['0 7 * * mon-fri', { kind: 'weekdays', hour: 7, minute: 0 }],
    ['15 6 * * 7', { kind: 'weekly', day: 0, hour: 6, minute: 15 }],
    ['0 3 31 * *', { kind: 'monthly', day: 31, hour: 3, minute: 0 }],
  ])('reads "%s" as what it says', (cron, schedule) => {
    expect(readSchedule(cron)).toEqual(schedule);
  });

  it.each(['0 2 * 1 *', '0 2,14 * * *', '0 2 1 * 1', '* * * * *', '0 2 * * * *', '99 2 * * *', 'nonsense'])(
    'leaves "%s" as a line of its own',
    (cron) => {
      expect(readSchedule(cron)).toEqual({ kind: 'custom', text: cron });
    },
  );

  it.each(['*/5 * * * *', '20 * * * *', '5 4 * * *', '5 4 * * 1-5', '5 4 * * 3', '5 4 9 * *', ''])(
    'writes "%s" back as it was',
    (cron) => {
      expect(writeSchedule(readSchedule(cron))).toBe(cron);
    },
  );

  it('keeps the time of day when the days change', () => {
    expect(writeSchedule(changeKind(readSchedule('30 6 * * *'), 'weekly'))).toBe('30 6 * * 1');
    expect(changeKind(readSchedule('30 6 * * *'), 'custom')).toEqual({ kind: 'custom', text: '30 6 * * *' });
  });
});

describe('the meaning of a cron line', () => {
  it('is told in words', () => {
    expect(describeCron('0 2 * * 1-5')).toEqual({ ok: true, meaning: 'At 02:00, Monday through Friday' });
  });

  it('is refused with the place and the remedy', () => {
    const words = describeCron('0 25 * * *');
    expect(words.ok).toBe(false);
    expect(words.ok ? '' : words.problem).toMatch(/hour/);
    expect(describeCron('0 0 30 2 *')).toMatchObject({ ok: false });
  });
});

it('reads a time as people type it', () => {
  expect(readTime('6:30')).toEqual([6, 30]);
  expect(readTime('0630')).toEqual([6, 30]);
  expect(readTime('7')).toEqual([7, 0]);
  expect(readTime('25:00')).toBeNull();
});
