/** Statuses a run or a part of it can still leave. Terminal ones never change. */
export const unfinished = `('queued', 'running', 'backoff', 'paused')`;

/** A backfill that a person holds. It waits by itself: the flow goes on, and resuming the flow leaves it where it is. */
export const heldBackfill = (runId: string) => `exists (
  select from syncline.stream where stream.backfill_run = ${runId} and stream.backfill_paused
)`;
