/** Live changes go before everything that is read in bulk. */
export type Priority = 'live' | 'batch';

/** What of a limit this process may use, and what of that its bulk reads may use: parts of one. */
export interface Shares {
  process: number;
  batch: number;
}

/** Our own calls over a moving window. */
export interface CallWindow {
  readonly most: number;
  readonly perMs: number;
  begin(priority: Priority): void;
  /** @param counts false when the call never left. */
  end(priority: Priority, now: number, counts: boolean): void;
  /** Until another call fits, at the least; 0 = now. */
  waitMs(priority: Priority, now: number, shares: Shares): number;
  /** How much of it is used, 0..1. */
  used(now: number): number;
}

/** Calls that ended within one slice are forgotten together, so that a window costs the same whatever it allows. */
const slices = 64;

/**
 * A call counts from its start until a whole window after its answer. The vendor counts it somewhere in between, on its own
 * clock, so no window of the vendor's, wherever it begins and however it moves, ever sees more calls than are allowed.
 *
 * @example createCallWindow(100, 60_000).waitMs('live', 0, { process: 1, batch: 0.8 }) // 0
 */
export function createCallWindow(most: number, perMs: number): CallWindow {
  const slice = perMs / slices;
  const underWay = { live: 0, batch: 0 };
  const ended: { until: number; live: number; batch: number }[] = [];

  const forget = (now: number) => {
    while (ended[0] !== undefined && ended[0].until <= now) ended.shift();
  };
  const countOf = (of: (calls: { live: number; batch: number }) => number) =>
    ended.reduce((sum, calls) => sum + of(calls), of(underWay));

  /** Until at most `room` calls are left of those counted. */
  const waitFor = (room: number, now: number, of: (calls: { live: number; batch: number }) => number) => {
    let left = countOf(of);
    if (left <= room) return 0;
    for (const calls of ended) {
      left -= of(calls);
      if (left <= room) return calls.until - now;
    }
    // Those under way have to be answered first, and then count for a whole window.
    return perMs;
  };

  return {
    most,
    perMs,
    begin: (priority) => {
      underWay[priority] += 1;
    },
    end: (priority, now, counts) => {
      underWay[priority] -= 1;
      if (!counts) return;
      forget(now);
      const until = Math.ceil((now + perMs) / slice) * slice;
      const last = ended.at(-1);
      if (last?.until === until) last[priority] += 1;
      else ended.push({ until, live: 0, batch: 0, [priority]: 1 });
    },
    waitMs: (priority, now, shares) => {
      forget(now);
      const all = Math.max(1, Math.floor(most * shares.process));
      const wait = waitFor(all - 1, now, ({ live, batch }) => live + batch);
      if (priority === 'live') return wait;
      const bulk = Math.max(1, Math.floor(all * shares.batch));
      return Math.max(
        wait,
        waitFor(bulk - 1, now, ({ batch }) => batch),
      );
    },
    used: (now) => {
      forget(now);
      return Math.min(1, countOf(({ live, batch }) => live + batch) / most);
    },
  };
}
