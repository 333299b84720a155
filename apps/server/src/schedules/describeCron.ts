import type { Cron } from '@syncline/compiler';

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/**
 * A schedule in words.
 *
 * @example describeCron(cronOf('0 2 * * mon-fri')) // 'Monday to Friday at 02:00'
 */
export function describeCron(cron: Cron): string {
  const time = describeTime(cron);
  const days = describeDays(cron);
  const months =
    cron.months.length === 12 ? '' : ` in ${joinWords(cron.months.map((m) => monthNames[m - 1] ?? ''))}`;
  if (days === '')
    return time.exact ? `Every day${months} at ${time.text}` : upperFirst(`${time.text}${months}`);
  return time.exact
    ? `${upperFirst(days)}${months} at ${time.text}`
    : `${upperFirst(time.text)}, ${days}${months}`;
}

function describeTime({ minutes, hours }: Cron): { text: string; exact: boolean } {
  const everyMinute = stepOf(minutes, 60);
  const everyHour = stepOf(hours, 24);
  if (everyHour === 1 && everyMinute !== null)
    return { text: everyMinute === 1 ? 'every minute' : `every ${everyMinute} minutes`, exact: false };
  if (minutes.length === 1 && everyHour !== null && hours.length > 1) {
    const past = minutes[0] === 0 ? '' : ` at minute ${minutes[0]}`;
    return { text: everyHour === 1 ? `every hour${past}` : `every ${everyHour} hours${past}`, exact: false };
  }
  if (minutes.length * hours.length <= 6) {
    const times = hours.flatMap((hour) => minutes.map((minute) => `${pad(hour)}:${pad(minute)}`));
    return { text: joinWords(times), exact: true };
  }
  const within = everyHour === 1 ? '' : ` of hour ${runs(hours).join(', ')}`;
  const how =
    everyMinute === null
      ? `at minute ${runs(minutes).join(', ')}`
      : everyMinute === 1
        ? 'every minute'
        : `every ${everyMinute} minutes`;
  return { text: `${how}${within}`, exact: false };
}

function describeDays({ days, daysLimited, weekdays, weekdaysLimited }: Cron): string {
  const parts: string[] = [];
  if (weekdaysLimited && weekdays.length < 7) {
    // The week begins on Monday for people, on Sunday for cron.
    const order = weekdays.map((day) => (day + 6) % 7).sort((a, b) => a - b);
    parts.push(joinWords(runs(order, (day) => weekdayNames[(day + 1) % 7] ?? '')));
  }
  if (daysLimited && days.length < 31) parts.push(`on day ${joinWords(runs(days))} of the month`);
  return parts.join(' and ');
}

/** 5 for 0, 5, 10, … up to the end; null when the list is no such row. */
function stepOf(values: readonly number[], size: number): number | null {
  if (values.length < 2 || values[0] !== 0) return null;
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  const fits = size % step === 0 && values.length === size / step;
  return fits && values.every((value, place) => value === place * step) ? step : null;
}

/** Neighbours as "1 to 5". */
function runs(values: readonly number[], name: (value: number) => string = String): string[] {
  const found: string[] = [];
  for (let from = 0; from < values.length; ) {
    let to = from;
    while (values[to + 1] === (values[to] ?? 0) + 1) to += 1;
    const first = name(values[from] ?? 0);
    if (to - from >= 2) found.push(`${first} to ${name(values[to] ?? 0)}`);
    else for (let at = from; at <= to; at += 1) found.push(name(values[at] ?? 0));
    from = to + 1;
  }
  return found;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
