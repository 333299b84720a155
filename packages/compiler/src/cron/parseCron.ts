import {
  type CronField,
  type CronProblem,
  dayField,
  hourField,
  minuteField,
  monthField,
  readCronField,
  weekdayField,
} from './cronField.ts';

/** A cron text taken apart. Lists rise; Sunday is 0. */
export interface Cron {
  minutes: number[];
  hours: number[];
  days: number[];
  months: number[];
  weekdays: number[];
  /** False when the field is `*`, so that the other of the two day fields decides alone. */
  daysLimited: boolean;
  weekdaysLimited: boolean;
}

export type ParsedCron = { ok: true; cron: Cron } | { ok: false; problem: CronProblem };

const fields: readonly CronField[] = [minuteField, hourField, dayField, monthField, weekdayField];
const longest = 256;
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads five-field cron: minute, hour, day of the month, month, day of the week, with names, ranges, steps and lists.
 * Refused with a remedy: seconds, macros, `L`, `W`, `#`, `?`, and days that never come (30 February).
 *
 * @example parseCron('0 2 * * mon-fri') // { ok: true, cron: { minutes: [0], hours: [2], … } }
 */
export function parseCron(text: string): ParsedCron {
  if (text.length > longest) {
    return refuse('The schedule is too long', `Use at most ${longest} characters, or several schedules.`);
  }
  const words = text.trim().split(/\s+/);
  const wrongCount = checkWordCount(words);
  if (wrongCount) return wrongCount;
  const lists: number[][] = [];
  for (const [place, field] of fields.entries()) {
    const read = readCronField(words[place] ?? '', field);
    if (!read.ok) return read;
    lists.push(read.values);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = lists;
  if (!months.some((month) => (days[0] ?? 1) <= (longestMonths[month - 1] ?? 31))) {
    return refuse(
      `Day ${days.join(', ')} never comes in ${months.length === 1 ? 'that month' : 'those months'}`,
      'Choose a day these months have, so that the schedule runs.',
    );
  }
  const week = [...new Set(weekdays.map((day) => day % 7))].sort((a, b) => a - b);
  return {
    ok: true,
    cron: {
      minutes,
      hours,
      days,
      months,
      weekdays: week,
      daysLimited: words[2] !== '*',
      weekdaysLimited: words[4] !== '*',
    },
  };
}

function refuse(title: string, whatToDo: string): { ok: false; problem: CronProblem } {
  return { ok: false, problem: { title, whatToDo } };
}

const macros: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

function checkWordCount(words: string[]): { ok: false; problem: CronProblem } | null {
  const [first = ''] = words;
  if (first === '')
    return refuse('The schedule has no time', 'Set when it runs, such as 0 2 * * * for 02:00.');
  if (first.startsWith('@')) {
    const instead = macros.get(first.toLowerCase());
    return refuse(`${first} is not used here`, `Write ${instead ?? 'five fields, such as 0 2 * * *'}.`);
  }
  if (words.length === 6) {
    return refuse(
      'The schedule has six fields',
      'Leave out the seconds. A schedule is exact to the minute; use a trigger for anything faster.',
    );
  }
  if (words.length !== 5) {
    return refuse(
      `The schedule has ${words.length === 1 ? 'one field' : `${words.length} fields`}, it needs five`,
      'Write minute, hour, day of the month, month and day of the week, such as 0 2 * * *.',
    );
  }
  return null;
}
