import { exitCodes, type Terminal } from './command.ts';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const stopWithinMs = 25_000;

/** Something that runs until it is told to stop. */
interface Running {
  close(): Promise<void>;
}

/**
 * Starts something and stays until a signal comes: the first stops it in order, the second ends at once.
 *
 * @param start gives itself up when its signal aborts.
 * @returns the exit code.
 */
export async function runInForeground(
  start: (signal: AbortSignal) => Promise<Running>,
  terminal: Terminal,
): Promise<number> {
  const asked = new AbortController();
  const stopped = new Promise<void>((done) => {
    asked.signal.addEventListener('abort', () => done(), { once: true });
  });
  const onSignal = () => {
    if (asked.signal.aborted) process.exit(exitCodes.failed);
    terminal.note('Stopping; once more ends at once.');
    asked.abort();
    setTimeout(() => {
      terminal.note('It did not stop within 25 s and was ended. Nothing acknowledged is lost.');
      process.exit(exitCodes.failed);
    }, stopWithinMs + 500).unref();
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  try {
    const running = await start(asked.signal);
    await stopped;
    await running.close();
    terminal.note('Stopped.');
    return exitCodes.ok;
  } catch (error) {
    // Given up during its start because we were told to stop: that is no failure.
    if (asked.signal.aborted && isAbort(error)) return exitCodes.ok;
    throw error;
  } finally {
    for (const signal of stopSignals) process.off(signal, onSignal);
  }
}

const isAbort = (error: unknown) => error instanceof Error && error.name === 'AbortError';
