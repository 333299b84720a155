/** The interface is written in English with 24-hour times; one place to change when a second language comes. */
const locale = 'en-GB';
const absent = '—';

const counts = new Intl.NumberFormat(locale);
const clockTime = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const fullMoment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

type Moment = Date | string | number;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `1204` as "1,204". Nothing known yet is a dash. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? absent : counts.format(value);
}

/** For a headline figure: `2410000` as "2.41 m". Exact below a million. */
export function formatShortCount(value: number): string {
  const scales: [number, string][] = [
    [1e9, 'bn'],
    [1e6, 'm'],
  ];
  const scale = scales.find(([size]) => Math.abs(value) >= size);
  return scale ? `${Number((value / scale[0]).toPrecision(3))} ${scale[1]}` : counts.format(value);
}

/** A count with its noun: "1 record", "2 records". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${counts.format(value)} ${value === 1 ? one : many}`;
}

/** `48200` as "48.2 s", `130000` as "2 min 10 s", `38` as "38 ms". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < second) return `${Math.round(milliseconds)} ms`;
  if (Math.round(milliseconds / 100) * 100 < minute) return `${(milliseconds / second).toFixed(1)} s`;
  const whole = Math.round(milliseconds / second) * second;
  if (whole < hour) return joinUnits(Math.floor(whole / minute), 'min', (whole % minute) / second, 's');
  const minutes = Math.round(milliseconds / minute) * minute;
  if (minutes < day) return joinUnits(Math.floor(minutes / hour), 'h', (minutes % hour) / minute, 'min');
  const hours = Math.round(milliseconds / hour) * hour;
  return joinUnits(Math.floor(hours / day), 'd', (hours % day) / hour, 'h');
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** For a column of durations: `41000` as "00:41", `3723000` as "1:02:03". */
export function formatClock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / second);
  const pad = (part: number) => String(part).padStart(2, '0');
  const tail = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${tail}` : tail;
}

/** "12:04:10", for a list whose rows are of one day. */
export function formatTime(at: Moment): string {
  return clockTime.format(new Date(at));
}

/** "02:00:07.381", for log lines. */
export function formatLogTime(at: Moment): string {
  const date = new Date(at);
  return `${clockTime.format(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** "21 Nov, 02:00". */
export function formatMoment(at: Moment): string {
  return dayAndTime.format(new Date(at));
}

/** With weekday, year and time zone, for a title. */
export function formatFullMoment(at: Moment): string {
  return fullMoment.format(new Date(at));
}

/** "just now", "2 minutes ago", "in 3 days". */
export function formatRelative(at: Moment, now: Moment): string {
  const distance = new Date(at).getTime() - new Date(now).getTime();
  const size = Math.abs(distance);
  if (size < 5 * second) return 'just now';
  if (size < minute) return relative.format(Math.round(distance / second), 'second');
  if (size < hour) return relative.format(Math.round(distance / minute), 'minute');
  if (size < day) return relative.format(Math.round(distance / hour), 'hour');
  return relative.format(Math.round(distance / day), 'day');
}

/** `0.413` as "41 %". A share that is not nothing is never written as 0 %. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100);
  return share > 0 && percent === 0 ? 'under 1 %' : `${percent} %`;
}

/** `10485760` as "10.5 MB", in powers of ten as systems bill them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** step).toPrecision(3))} ${units[step]}`;
}

/** Text that may or may not end a sentence, as one. @example asSentence('Refused') // 'Refused.' */
export const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
