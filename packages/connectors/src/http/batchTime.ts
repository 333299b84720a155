/**
 * So long a batch goes on beginning requests. The engine breaks a write off after 30 s, and what is on its way then counts
 * as lost, so whatever has begun by now has as long again for its answer. A request of its own may take that long too: it
 * has 10 s to connect and 30 s until the first byte comes.
 */
const beginMs = 15_000;
const writeMs = 2 * beginMs;
/** Until then a request may wait for room within the limit; so the last that was begun still gets its turn. */
const patientMs = 18_000;

/** The time of one batch, of which requests are a part. */
export interface BatchTime {
  /** Nothing more is begun, for its answer might come too late. */
  isOver(): boolean;
  /** How long a request that is begun now may wait for room within the limit. */
  patienceMs(): number;
  /** Makes a request, and learns from it how long one may take. */
  spend<T>(request: () => Promise<T>): Promise<T>;
}

/** @example const time = startBatchTime(); while (!time.isOver()) await time.spend(sendNext) */
export function startBatchTime(clock: () => number = () => performance.now()): BatchTime {
  const begun = clock();
  let slowestMs = 0;
  return {
    isOver: () => {
      const elapsed = clock() - begun;
      // Answers vary: one that takes twice as long as the slowest so far must still be in time.
      return elapsed >= beginMs || elapsed + 2 * slowestMs > writeMs;
    },
    patienceMs: () => Math.max(0, begun + patientMs - clock()),
    spend: async (request) => {
      const since = clock();
      try {
        return await request();
      } finally {
        slowestMs = Math.max(slowestMs, clock() - since);
      }
    },
  };
}
