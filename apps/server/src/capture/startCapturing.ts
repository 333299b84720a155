import { captureContext } from './captureContext.ts';
import { type CaptureParts, leaseTtlMs } from './captureParts.ts';
import { pause } from './followStream.ts';
import { holdStream } from './holdStream.ts';

const lookMs = 1_000;
/** Several processes that look at the same time share what there is. */
const mostAtOnce = 8;
const dropEveryMs = 10_000;
const dropWithinMs = 60_000;

export interface Capturing {
  /** Gives every stream back and ends. */
  stop(): Promise<void>;
}

/**
 * Looks for streams nobody captures and follows them, as long as the process runs. Any number of processes do; the lease
 * decides. What flows no longer need is removed at its source.
 */
export function startCapturing(parts: CaptureParts): Capturing {
  const halt = new AbortController();
  const held = new Map<string, Promise<void>>();
  const loops = [
    repeat(lookMs, halt.signal, parts, () => takeFree(parts, held, halt.signal)),
    repeat(dropEveryMs, halt.signal, parts, () => removeDropped(parts, halt.signal)),
  ];
  return {
    stop: async () => {
      halt.abort();
      await Promise.all(loops);
      await Promise.all(held.values());
    },
  };
}

async function takeFree(
  parts: CaptureParts,
  held: Map<string, Promise<void>>,
  halt: AbortSignal,
): Promise<void> {
  const free = (await parts.streams.unheld()).filter(({ flowId, node }) => !held.has(`${flowId} ${node}`));
  // From a place of its own, so that not all processes ask for the same one.
  const from = Math.floor(parts.random() * free.length);
  for (const { flowId, node } of [...free.slice(from), ...free.slice(0, from)].slice(0, mostAtOnce)) {
    const lease = await parts.streams.acquire(flowId, node, parts.owner, leaseTtlMs);
    if (lease === null) continue;
    const name = `${flowId} ${node}`;
    const holding = holdStream(parts, lease, halt)
      .catch((thrown: unknown) => parts.log.error({ err: thrown, flow: flowId, node }, 'capture'))
      .finally(() => held.delete(name));
    held.set(name, holding);
  }
}

/** A source that is away is tried again later; the store decides how long. */
async function removeDropped(parts: CaptureParts, halt: AbortSignal): Promise<void> {
  for (const { id, type, captureId, config, connection } of await parts.streams.dropped()) {
    const about = { capture: captureId, type };
    const signal = AbortSignal.any([halt, AbortSignal.timeout(dropWithinMs)]);
    try {
      const context = captureContext(parts, connection, signal, about);
      await parts.connectors.capture(type)?.drop(context, { config, captureId });
      await parts.streams.dropDone(id);
      parts.log.info(about, 'removed at the source what is no longer captured');
    } catch (thrown) {
      if (halt.aborted) return;
      parts.log.warn(
        { ...about, err: thrown },
        'what is no longer captured could not be removed at its source',
      );
    }
  }
}

async function repeat(
  everyMs: number,
  halt: AbortSignal,
  { log }: Pick<CaptureParts, 'log'>,
  work: () => Promise<void>,
): Promise<void> {
  let failing = false;
  while (!halt.aborted) {
    try {
      await work();
      failing = false;
    } catch (thrown) {
      // Once, not every second: the database may be away for an hour.
      if (!failing) log.error({ err: thrown }, 'looking for streams to capture failed');
      failing = true;
    }
    await pause(everyMs, halt);
  }
}
