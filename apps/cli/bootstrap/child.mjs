import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** True when the reader asked to see what the tools say: `SYNCLINE_VERBOSE=1`, or `npm --verbose`. */
export const verbose =
  Boolean(process.env.SYNCLINE_VERBOSE) ||
  ['verbose', 'silly'].includes(process.env.npm_config_loglevel ?? '');

/**
 * Hands our signals to the child until it ends, then says how it ended as one exit code. A terminal sends Ctrl+C
 * to the child by itself; passing it on would make it the second one, which many programs take as "die at once".
 */
function follow(child) {
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  }).finally(() => {
    for (const signal of signals) process.off(signal, forward);
  });
}

/** Runs a program that owns the terminal. Resolves to its exit code. */
export function runInForeground(file, args, options) {
  return follow(spawn(file, args, { ...options, stdio: 'inherit' }));
}

/**
 * Runs a program and keeps what it says, so that only a failure needs to be read; when verbose it is shown at
 * once. Resolves to `{ code, output, shown }`; rejects when the program cannot be started at all.
 */
export async function runQuietly(file, args, options) {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said.push(chunk);
      if (verbose) process.stdout.write(chunk);
    });
  }
  const code = await follow(child);
  // Stopped by a signal: so are we, before anything else is started.
  if (code > 128 && code < 128 + 32) process.exit(code);
  return { code, output: Buffer.concat(said).toString('utf8'), shown: verbose };
}
