/** One of the five fields of a cron text: what it counts, its range and the names it knows. */
export interface CronField {
  title: string;
  low: number;
  high: number;
  /** Three-letter names in order, the first standing for `low`. */
  names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export const minuteField: CronField = { title: 'minute', low: 0, high: 59 };
export const hourField: CronField = { title: 'hour', low: 0, high: 23 };
export const dayField: CronField = { title: 'day of the month', low: 1, high: 31 };
export const monthField: CronField = { title: 'month', low: 1, high: 12, names: months };
/** 7 is Sunday as well as 0. */
export const weekdayField: CronField = { title: 'day of the week', low: 0, high: 7, names: weekdays };

/** What is wrong with a cron text and how to write it instead. */
export interface CronProblem {
  title: string;
  whatToDo: string;
}

export type FieldValues = { ok: true; values: number[] } | { ok: false; problem: CronProblem };

const bad = (title: string, whatToDo: string): FieldValues => ({ ok: false, problem: { title, whatToDo } });

/**
 * The values one cron field stands for, in rising order.
 *
 * @example readCronField('mon-fri', weekdayField) // { ok: true, values: [1, 2, 3, 4, 5] }
 */
export function readCronField(text: string, field: CronField): FieldValues {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const read = readPart(part, field);
    if (!read.ok) return read;
    for (const value of read.values) values.add(value);
  }
  return { ok: true, values: [...values].sort((a, b) => a - b) };
}

function readPart(part: string, field: CronField): FieldValues {
  const odd = oddSign(part, field);
  if (odd !== null) return odd;
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0)
    return bad(`${part} has two steps`, `Write one step in the ${field.title}, such as */5.`);
  const ends = readEnds(range, field);
  if (!ends.ok) return ends;
  const [first = field.low, last = first] = ends.values;
  if (step === undefined) return { ok: true, values: count(first, last, 1) };
  if (range !== '*' && !range.includes('-')) {
    return bad(
      `${part} leaves open where the ${field.title} ends`,
      `Write ${range}-${field.high}/${step} in the ${field.title}.`,
    );
  }
  const width = Number(step);
  if (!/^\d{1,4}$/.test(step) || width === 0) {
    return bad(
      `${part} has no usable step`,
      `Write a whole number from 1 after the / in the ${field.title}.`,
    );
  }
  if (width > Math.max(1, last - first)) {
    return bad(
      `The step of ${part} is larger than its range`,
      `Choose a step up to ${Math.max(1, last - first)} in the ${field.title}, or name the value you mean.`,
    );
  }
  return { ok: true, values: count(first, last, width) };
}

function readEnds(range: string, field: CronField): FieldValues {
  // As a full range the week has seven days: 7 is only a second name of 0.
  if (range === '*') return { ok: true, values: [field.low, field === weekdayField ? 6 : field.high] };
  const words = range.split('-');
  if (range === '' || words.length > 2 || words.includes('')) {
    return bad(
      `The ${field.title} has a part that says nothing: "${range}"`,
      `Write a value, a range such as ${field.low}-${field.high}, or *.`,
    );
  }
  const values: number[] = [];
  for (const word of words) {
    const value = readValue(word, field);
    if (value === null) {
      return bad(
        `The ${field.title} cannot be ${word}`,
        `Use ${field.low} to ${field.high}${field.names ? ` or ${field.names[0]} to ${field.names.at(-1)}` : ''}.`,
      );
    }
    values.push(value);
  }
  const [first = 0, last = first] = values;
  if (last < first) {
    return bad(
      `The range ${range} runs backwards in the ${field.title}`,
      `Write two parts with a comma: ${first}-${field.high},${field.low}-${last}.`,
    );
  }
  return { ok: true, values };
}

function readValue(word: string, field: CronField): number | null {
  if (/^\d{1,2}$/.test(word)) {
    const value = Number(word);
    return value >= field.low && value <= field.high ? value : null;
  }
  const place = field.names?.indexOf(word.toLowerCase()) ?? -1;
  return place === -1 ? null : field.low + place;
}

/** Signs some schedulers know and others read differently: refused with what to write instead. */
function oddSign(part: string, field: CronField): FieldValues | null {
  if (part === '?') return bad('? is not used here', `Write * in the ${field.title}.`);
  if (part.includes('#')) {
    return bad(
      `${part} counts weeks, which is not supported`,
      'List the days of the month instead, such as 1-7.',
    );
  }
  if (/^(?:l|lw|l-\d+|\d+l)$/i.test(part)) {
    return bad(
      `${part} means the last day, which is not supported`,
      'Run on day 1 of the following month, or on day 28.',
    );
  }
  if (/^\d+w$/i.test(part)) {
    return bad(`${part} means the nearest working day, which is not supported`, 'Name a day of the month.');
  }
  return null;
}

function count(first: number, last: number, width: number): number[] {
  const values: number[] = [];
  for (let value = first; value <= last; value += width) values.push(value);
  return values;
}
