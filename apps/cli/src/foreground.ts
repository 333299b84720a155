import { exitCodes, type Terminal } from './command.ts';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const stopWithinMs = 25_000;

/** Something that runs until it is told to stop. */
interface Running {
  close(): Promise<void>;
}

/** The wish to stop, as signals tell it: the first aborts `signal`, the second ends the process at once. */
export function listenForStop(terminal: Pick<Terminal, 'note'>): { signal: AbortSignal; close(): void } {
  const asked = new AbortController();
  let late: NodeJS.Timeout | undefined;
  const onSignal = () => {
    if (asked.signal.aborted) process.exit(exitCodes.failed);
    terminal.note('Stopping; once more ends at once.');
    late = setTimeout(() => {
      terminal.note('It did not stop within 25 s and was ended. What was acknowledged is safe.');
      process.exit(exitCodes.failed);
    }, stopWithinMs);
    late.unref();
    asked.abort();
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  return {
    signal: asked.signal,
    close() {
      clearTimeout(late);
      for (const signal of stopSignals) process.off(signal, onSignal);
    },
  };
}

/**
 * Starts something and stays until a signal comes.
 *
 * @param start gives itself up when its signal aborts.
 * @returns the exit code.
 */
export async function runInForeground(
  start: (signal: AbortSignal) => Promise<Running>,
  terminal: Pick<Terminal, 'note'>,
): Promise<number> {
  const stop = listenForStop(terminal);
  try {
    const running = await start(stop.signal);
    if (!stop.signal.aborted)
      await new Promise((done) => stop.signal.addEventListener('abort', done, { once: true }));
    await running.close();
    terminal.note('Stopped.');
    return exitCodes.ok;
  } catch (error) {
    // Given up during its start because we were told to stop: that is no failure.
    if (stop.signal.aborted && error instanceof Error && error.name === 'AbortError') return exitCodes.ok;
    throw error;
  } finally {
    stop.close();
  }
}
