/** Keeps the calls of all pages from a destination that is down; one probe at a time finds out when it is back. */
export interface Breaker {
  /** 0 = call now (and tell how it went); else ask again after so many milliseconds. */
  holdMs(nowMs: number): number;
  succeeded(): void;
  failed(nowMs: number): void;
}

const failuresToOpen = 5;
const firstRestMs = 2_000;
const longestRestMs = 30_000;
// A probe whose caller vanished must not keep the breaker shut for ever.
const probeMs = 60_000;

/**
 * Opens after five failing batches in a row. The rest doubles with each failing probe up to half a minute.
 *
 * @example const breaker = createBreaker(); breaker.holdMs(0) // 0
 */
export function createBreaker(): Breaker {
  let failures = 0;
  let restMs = firstRestMs;
  let openUntil = 0;
  let probeUntil = 0;

  return {
    holdMs: (nowMs) => {
      if (failures < failuresToOpen) return 0;
      if (nowMs < openUntil) return openUntil - nowMs;
      if (nowMs < probeUntil) return Math.min(1_000, probeUntil - nowMs);
      probeUntil = nowMs + probeMs;
      return 0;
    },
    succeeded: () => {
      failures = 0;
      restMs = firstRestMs;
      probeUntil = 0;
    },
    failed: (nowMs) => {
      failures += 1;
      if (failures < failuresToOpen) return;
      openUntil = nowMs + restMs;
      probeUntil = 0;
      restMs = Math.min(longestRestMs, restMs * 2);
    },
  };
}
