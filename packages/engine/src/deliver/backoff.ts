/** How long to wait, and where: in the worker's memory, or durably so that the worker can do other things. */
export interface Retry {
  waitMs: number;
  /** Consecutive tries after this one; a rate limit is no failure and uses up none. */
  tries: number;
  place: 'inline' | 'durable';
}

export interface FailedTry {
  /** Consecutive tries so far. */
  tries: number;
  /** How often this page was held by a rate limit in a row, for those that state no time. */
  held: number;
  /** Earliest next try as the other side states it. */
  afterMs: number | undefined;
  rateLimited: boolean;
}

const second = 1000;
const longestWait = 300 * second;
const longestInline = 30 * second;
const inlineTries = 8;
const day = 24 * 60 * 60 * second;

/**
 * Tries after which a person is needed: 24 hours of waits, which are 150 s on average once they have grown. Counted in
 * tries because those survive a crash without a clock.
 */
export const triesOfOneDay = 584;

/**
 * Full jitter: a random time up to 1 s x 2^n, at most 300 s, so that many who failed together don't come back together.
 *
 * @example planRetry({ tries: 0, held: 0, afterMs: undefined, rateLimited: false }, () => 0.5).waitMs // 500
 */
export function planRetry(failed: FailedTry, random: () => number): Retry {
  const { tries, held, afterMs, rateLimited } = failed;
  const grown = random() * Math.min(longestWait, second * 2 ** Math.min(rateLimited ? held : tries, 30));
  if (rateLimited) {
    const waitMs = Math.min(day, Math.max(second, Math.ceil(afterMs ?? grown)));
    return { waitMs, tries, place: waitMs < longestInline ? 'inline' : 'durable' };
  }
  const waitMs = Math.min(day, Math.ceil(Math.max(grown, afterMs ?? 0)));
  const inline = waitMs < longestInline && tries < inlineTries;
  return { waitMs, tries: tries + 1, place: inline ? 'inline' : 'durable' };
}

/** Tries of a page in memory before its wait becomes durable; named in the log as "2 of 8". */
export const inlineTryLimit = inlineTries;
