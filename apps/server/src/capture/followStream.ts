import type { CaptureLease } from '@syncline/engine';
import type { Token } from '@syncline/model';
import { captureContext } from './captureContext.ts';
import type { CaptureParts } from './captureParts.ts';
import type { OpenedStream } from './openStream.ts';
import { trackBackfill } from './trackBackfill.ts';

const trackMs = 500;
const trackQuietMs = 10_000;
const lagEveryMs = 30_000;

/**
 * Captures until the signal ends: sets up, begins, then stores what comes. Beside it, it leads the stream to "in sync" and
 * tells what the source keeps for us.
 *
 * @throws SyncError when the source can't be followed, FencedError when another process took over.
 */
export async function followStream(
  parts: CaptureParts,
  lease: CaptureLease,
  stream: OpenedStream,
  signal: AbortSignal,
): Promise<void> {
  const { streams } = parts;
  const { capture, request, connection } = stream;
  const about = { flow: lease.flowId, node: lease.node };
  const failed = new AbortController();
  const context = captureContext(parts, connection, AbortSignal.any([signal, failed.signal]), about);
  // Read after the lease was taken: from then on nobody else moves it.
  const before = await streams.load(lease);
  const start = await capture.prepare(context, request, before.position);
  const { generation } = await streams.began(lease, start.position, !start.continued);
  parts.log.info({ ...about, generation, continued: start.continued }, 'capturing changes');
  let position: Token = start.position;
  const timers = new Timers(failed);
  timers.repeat(async () => {
    const inSync = await trackBackfill(streams, lease, stream, context, () => position);
    return inSync ? trackQuietMs : trackMs;
  });
  timers.repeat(async () => {
    await streams.report(lease, { lagBytes: await capture.lag(context, request), problem: null });
    return lagEveryMs;
  });
  try {
    await capture.listen(context, request, start.position, async (events, to) => {
      await streams.take(lease, events, to);
      position = to;
    });
    // An end nobody asked for: what went wrong beside the stream.
    if (!signal.aborted) failed.signal.throwIfAborted();
  } finally {
    await timers.stop();
  }
}

/** Work that repeats beside the stream; the first failure ends the stream. */
class Timers {
  readonly #failed: AbortController;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>[] = [];

  constructor(failed: AbortController) {
    this.#failed = failed;
  }

  /** @param work says after how many milliseconds it wants to be called again. */
  repeat(work: () => Promise<number>): void {
    this.#running.push(
      this.#loop(work).catch((thrown: unknown) => {
        if (!this.#stop.signal.aborted) this.#failed.abort(thrown);
      }),
    );
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #loop(work: () => Promise<number>): Promise<void> {
    while (!this.#stop.signal.aborted) await pause(await work(), this.#stop.signal);
  }
}

/** Waits, or returns at once when the signal ends. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
