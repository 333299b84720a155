import type { ScheduleConfig } from './scheduleNode.ts';

/** @example formatSince('2026-01-02T03:04:05.678Z', 'unix') // '1767323045' */
export function formatSince(iso: string, format: ScheduleConfig['sinceFormat']): string {
  const ms = Date.parse(iso);
  switch (format) {
    case 'rfc3339':
      return iso;
    case 'date':
      return iso.slice(0, 10);
    case 'unix':
      return String(Math.floor(ms / 1000));
    case 'unix-ms':
      return String(ms);
  }
}

/**
 * The safe end of a window: the server's own clock, less the time its lists may need to settle.
 *
 * @param settleMs how long a list may lag behind its own writes.
 */
export function windowEnd(
  headers: ReadonlyMap<string, string>,
  now: Date,
  settleMs: number,
): { high: string; ownClock: boolean } {
  const theirs = Date.parse(headers.get('date') ?? '');
  const ownClock = Number.isNaN(theirs);
  return { high: new Date((ownClock ? now.getTime() : theirs) - settleMs).toISOString(), ownClock };
}
