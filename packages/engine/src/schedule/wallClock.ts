/** Clock of a time zone. "Wall" times are the local date and time read as if they were UTC, in ms. */
export interface WallClock {
  /** Local time minus UTC at an instant, in ms. */
  offsetAt(instant: number): number;
  /**
   * When a wall time comes: its only or first occurrence; for one that is skipped in spring, the first valid instant
   * after the gap.
   */
  firstInstantOf(wall: number): number;
  /** First instant in (from, to] with another offset than at `from`; null when the offset stays. */
  changeBetween(from: number, to: number): number | null;
}

const day = 86_400_000;
const clocks = new Map<string, WallClock>();

/**
 * @throws RangeError when there is no such time zone.
 * @example wallClockOf('Europe/Paris').offsetAt(Date.UTC(2026, 0, 1)) // 3_600_000
 */
export function wallClockOf(timezone: string): WallClock {
  const known = clocks.get(timezone);
  if (known !== undefined) return known;
  const clock = createWallClock(timezone);
  clocks.set(timezone, clock);
  return clock;
}

function createWallClock(timezone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  const readOffset = (instant: number) => {
    const second = Math.floor(instant / 1000) * 1000;
    const part = Object.fromEntries(
      format.formatToParts(second).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second: seconds = 0 } = part;
    return Date.UTC(year, month - 1, date, hour, minute, seconds) - second;
  };

  // Formatting is slow and clocks change on two days a year: one answer holds for a whole day.
  const calmDays = new Map<number, number | null>();
  const offsetAt = (instant: number) => {
    const date = Math.floor(instant / day);
    let offset = calmDays.get(date);
    if (offset === undefined) {
      const first = readOffset(date * day);
      offset = first === readOffset((date + 1) * day - 1) ? first : null;
      if (calmDays.size > 2000) calmDays.clear();
      calmDays.set(date, offset);
    }
    return offset ?? readOffset(instant);
  };

  const changeBetween = (from: number, to: number) => {
    const before = offsetAt(from);
    if (offsetAt(to) === before) return null;
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  };

  const firstInstantOf = (wall: number) => {
    // Offsets change at most once within two days, so one of these two holds at the instant looked for.
    const offsets = [offsetAt(wall - day), offsetAt(wall + day)];
    const instants = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
    for (const instant of instants) if (instant + offsetAt(instant) === wall) return instant;
    return changeBetween(wall - day, wall + day) ?? wall;
  };

  return { offsetAt, firstInstantOf, changeBetween };
}
