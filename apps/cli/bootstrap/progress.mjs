import { verbose } from './child.mjs';

/** Whole seconds since `start`, for people. */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Shows what is being done and for how long while `work` runs: one line that counts on a terminal, a line every
 * ten seconds in a log.
 */
export async function showProgress(words, work) {
  const start = performance.now();
  const live = process.stdout.isTTY && !verbose;
  const line = () => `  ${words} … ${Math.round((performance.now() - start) / 1000)} s`;
  const timer = setInterval(
    () => process.stdout.write(live ? `\r\u001b[2K${line()}` : `${line()}\n`),
    live ? 200 : 10_000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (live) process.stdout.write('\r\u001b[2K');
  }
}
