/** What most people mean by a schedule; `custom` is a cron line of their own. */
export type Schedule =
  | { kind: 'hand' }
  | { kind: 'minutes'; every: number }
  | { kind: 'hourly'; minute: number }
  | { kind: 'daily'; hour: number; minute: number }
  | { kind: 'weekdays'; hour: number; minute: number }
  | { kind: 'weekly'; day: number; hour: number; minute: number }
  | { kind: 'monthly'; day: number; hour: number; minute: number }
  | { kind: 'custom'; text: string };

export type ScheduleKind = Schedule['kind'];

const wholeIn = (text: string | undefined, low: number, high: number): number | null => {
  if (text === undefined || !/^\d{1,2}$/.test(text)) return null;
  const number = Number(text);
  return number >= low && number <= high ? number : null;
};

/**
 * A cron line as the schedule it says, where it is one of the usual ones.
 *
 * @example readSchedule('0 2 * * 1-5') // { kind: 'weekdays', hour: 2, minute: 0 }
 */
export function readSchedule(cron: string): Schedule {
  const text = cron.trim();
  if (text === '') return { kind: 'hand' };
  const [first = '', second = '', days = '', months = '', week = '', ...more] = text.split(/\s+/);
  const custom: Schedule = { kind: 'custom', text: cron };
  if (more.length > 0 || months !== '*') return custom;
  const every = wholeIn(/^\*\/(\d{1,2})$/.exec(first)?.[1], 1, 59);
  if (every !== null && second === '*' && days === '*' && week === '*') return { kind: 'minutes', every };
  const minute = wholeIn(first, 0, 59);
  if (minute === null) return custom;
  if (second === '*') return days === '*' && week === '*' ? { kind: 'hourly', minute } : custom;
  const hour = wholeIn(second, 0, 23);
  if (hour === null) return custom;
  return readDays(days, week, hour, minute) ?? custom;
}

function readDays(days: string, week: string, hour: number, minute: number): Schedule | null {
  if (days === '*' && week === '*') return { kind: 'daily', hour, minute };
  if (days === '*' && /^(1-5|mon-fri)$/i.test(week)) return { kind: 'weekdays', hour, minute };
  const weekday = wholeIn(week, 0, 7);
  if (days === '*' && weekday !== null) return { kind: 'weekly', day: weekday % 7, hour, minute };
  const day = wholeIn(days, 1, 31);
  return week === '*' && day !== null ? { kind: 'monthly', day, hour, minute } : null;
}

/** The cron line of a schedule. @example writeSchedule({ kind: 'weekly', day: 1, hour: 7, minute: 30 }) // '30 7 * * 1' */
export function writeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'hand':
      return '';
    case 'minutes':
      return `*/${schedule.every} * * * *`;
    case 'hourly':
      return `${schedule.minute} * * * *`;
    case 'daily':
      return `${schedule.minute} ${schedule.hour} * * *`;
    case 'weekdays':
      return `${schedule.minute} ${schedule.hour} * * 1-5`;
    case 'weekly':
      return `${schedule.minute} ${schedule.hour} * * ${schedule.day}`;
    case 'monthly':
      return `${schedule.minute} ${schedule.hour} ${schedule.day} * *`;
    case 'custom':
      return schedule.text;
  }
}

/** The schedule of another kind that keeps the time of day of this one. */
export function changeKind(schedule: Schedule, kind: ScheduleKind): Schedule {
  const hour = 'hour' in schedule ? schedule.hour : 2;
  const minute = 'minute' in schedule ? schedule.minute : 0;
  switch (kind) {
    case 'hand':
      return { kind };
    case 'minutes':
      return { kind, every: 15 };
    case 'hourly':
      return { kind, minute };
    case 'daily':
    case 'weekdays':
      return { kind, hour, minute };
    case 'weekly':
      return { kind, day: 1, hour, minute };
    case 'monthly':
      return { kind, day: 1, hour, minute };
    case 'custom':
      return { kind, text: writeSchedule(schedule) || '0 2 * * *' };
  }
}
