import { utcMillis } from './calendar.ts';
import type { DateParts } from './readDate.ts';

const day = 86_400_000;
/** Zones change their offset on quarter hours, so one answer serves fifteen minutes. */
const quarter = 900_000;
const mostRemembered = 20_000;

interface Zone {
  format: Intl.DateTimeFormat;
  offsets: Map<number, number>;
}

const zones = new Map<string, Zone | null>();

function zoneNamed(name: string): Zone | null {
  let zone = zones.get(name);
  if (zone === undefined) {
    try {
      const format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
      zone = { format, offsets: new Map() };
    } catch {
      zone = null;
    }
    zones.set(name, zone);
  }
  return zone;
}

/** @example isTimeZone('Europe/Paris') // true */
export function isTimeZone(name: string): boolean {
  return zoneNamed(name) !== null;
}

/**
 * Milliseconds a zone is ahead of UTC at a moment.
 *
 * @throws RangeError for a name that is no time zone.
 */
export function zoneOffset(millis: number, name: string): number {
  if (name === 'UTC') return 0;
  const zone = zoneNamed(name);
  if (zone === null) throw new RangeError(`${name} is not a time zone`);
  const slot = Math.floor(millis / quarter);
  let offset = zone.offsets.get(slot);
  if (offset === undefined) {
    if (zone.offsets.size >= mostRemembered) zone.offsets.clear();
    offset = measureOffset(zone.format, slot * quarter);
    zone.offsets.set(slot, offset);
  }
  return offset;
}

function measureOffset(format: Intl.DateTimeFormat, millis: number): number {
  const shown = new Map<string, string>();
  for (const { type, value } of format.formatToParts(millis)) shown.set(type, value);
  const year = Number(shown.get('year')) * (shown.get('era') === 'BC' ? -1 : 1);
  const read = (name: string) => Number(shown.get(name));
  return utcMillis(year, read('month'), read('day'), read('hour'), read('minute'), read('second')) - millis;
}

/**
 * The moment a clock in a zone shows these parts. A time the clock skips (spring) is moved on by the gap; of a time it
 * shows twice (autumn) the first is taken. An offset in the text itself wins over the zone.
 *
 * @example momentInZone({ ...parts, hour: 2, minute: 30 }, 'Europe/Paris')
 */
export function momentInZone(parts: DateParts, name: string): number {
  const { year, month, day: date, hour, minute, second, millisecond, offset } = parts;
  const local = utcMillis(year, month, date, hour, minute, second, millisecond);
  if (offset !== null) return local - offset * 60_000;
  const before = zoneOffset(local - day, name);
  const after = zoneOffset(local + day, name);
  if (before === after) return local - before;
  const earlier = local - Math.max(before, after);
  const later = local - Math.min(before, after);
  const earlierFits = zoneOffset(earlier, name) === Math.max(before, after);
  const laterFits = zoneOffset(later, name) === Math.min(before, after);
  if (earlierFits) return earlier;
  return laterFits ? later : local - before;
}

/** What a clock in the zone shows at a moment. */
export function partsInZone(millis: number, name: string): DateParts {
  const offset = zoneOffset(millis, name);
  const shown = new Date(millis + offset);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    millisecond: shown.getUTCMilliseconds(),
    offset: Math.round(offset / 60_000),
  };
}
