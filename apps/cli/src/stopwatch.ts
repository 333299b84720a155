/** Counts from now on. @returns the time since then in words: `1.8 s`. */
export function startStopwatch(now: () => number = () => performance.now()): () => string {
  const began = now();
  return () => `${((now() - began) / 1000).toFixed(1)} s`;
}
