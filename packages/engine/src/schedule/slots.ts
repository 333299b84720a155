import { type CronExpression, CronExpressionParser } from 'cron-parser';
import { type WallClock, wallClockOf } from './wallClock.ts';

/**
 * The next time a schedule fires, after the given instant. Cron is matched against wall time, the changes of the clock are
 * decided here:
 * - a slot that is skipped in spring fires once, at the first valid instant after the gap;
 * - a slot that comes twice in autumn fires at its first occurrence only;
 * - schedules of every hour (hour field `*`) run in elapsed time: both hours in autumn, no made-up slot in spring.
 *
 * @returns null when no such time exists (30 February).
 * @throws RangeError for an unknown time zone, Error for text that is not cron.
 * @example nextSlot('0 2 * * *', 'Europe/Paris', new Date('2026-11-21T00:00:00Z')) // 2026-11-21T01:00:00Z
 */
export function nextSlot(cron: string, timezone: string, after: Date): Date | null {
  const clock = wallClockOf(timezone);
  const walls = readCron(cron);
  if (walls === null) return null;
  const next = walls.everyHour
    ? nextElapsed(walls, clock, after.getTime())
    : nextFixed(walls, clock, after.getTime());
  return next === null ? null : new Date(next);
}

interface Walls {
  everyHour: boolean;
  /** First matching wall time after the given one; null when there is none. */
  after(wall: number): number | null;
}

const parsed = new Map<string, Walls | null>();

function readCron(cron: string): Walls | null {
  const known = parsed.get(cron);
  if (known !== undefined) return known;
  const walls = parseCron(cron);
  if (parsed.size > 1000) parsed.clear();
  parsed.set(cron, walls);
  return walls;
}

function parseCron(cron: string): Walls | null {
  let expression: CronExpression;
  try {
    expression = CronExpressionParser.parse(cron, { tz: 'UTC' });
  } catch (thrown) {
    // The parser refuses days that no month has; for a schedule that only means it never fires.
    if (thrown instanceof Error && thrown.message.includes('day of month definition')) return null;
    throw thrown;
  }
  return {
    everyHour: expression.fields.hour.values.length === 24,
    after: (wall) => {
      expression.reset(new Date(wall));
      try {
        return expression.next().getTime();
      } catch {
        return null;
      }
    },
  };
}

function nextFixed(walls: Walls, clock: WallClock, after: number): number | null {
  // Slots of the last hours may fall on an instant still to come: those in a gap, and those of the second occurrence.
  let wall = walls.after(after + clock.offsetAt(after) - 3 * 3_600_000);
  while (wall !== null) {
    const instant = clock.firstInstantOf(wall);
    if (instant > after) return instant;
    wall = walls.after(wall);
  }
  return null;
}

function nextElapsed(walls: Walls, clock: WallClock, after: number): number | null {
  const offset = clock.offsetAt(after);
  const wall = walls.after(after + offset);
  if (wall === null) return null;
  const instant = wall - offset;
  const change = clock.changeBetween(after, instant);
  if (change === null) return instant;
  // Read on from the change by the new clock; its very first instant may be a slot itself.
  const later = walls.after(change - 1 + clock.offsetAt(change));
  return later === null ? null : later - clock.offsetAt(change);
}
