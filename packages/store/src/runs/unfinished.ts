/** Statuses a run or a part of it can still leave. Terminal ones never change. */
export const unfinished = `('queued', 'running', 'backoff', 'paused')`;
