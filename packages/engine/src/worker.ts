import { workPart } from './part/workPart.ts';
import type { EnginePorts } from './ports.ts';
import type { WorkerOptions } from './run/runWork.ts';

export interface Worker {
  /** Begins to work off jobs. */
  start(): void;
  /** Finishes the pages in work, hands the parts on and ends. Resolves when everything has ended. */
  stop(): Promise<void>;
}

export const workerDefaults: Omit<WorkerOptions, 'owner'> = {
  concurrency: 8,
  leaseTtlMs: 10_000,
  heartbeatMs: 3_000,
  pageRecords: 2_000,
  livePageRecords: 1_000,
  pageBytes: 1024 * 1024,
  sliceMs: 45_000,
  lingerMs: 5_000,
  writeMs: 30_000,
  readMs: 120_000,
  pagesAhead: 3,
  rollingEvents: 10_000,
  rollingMs: 3_600_000,
  stopMs: 10_000,
};

/**
 * A worker takes parts of flows from the queue and moves their records. Any number of them, in any number of processes,
 * may share one store.
 *
 * @param options `owner` names this worker; it must be unique over all processes and restarts.
 * @example const worker = createWorker(ports, { owner: 'host-4711-1' }); worker.start(); await worker.stop();
 */
export function createWorker(
  ports: EnginePorts,
  options: Partial<WorkerOptions> & Pick<WorkerOptions, 'owner'>,
): Worker {
  const all: WorkerOptions = { ...workerDefaults, ...options };
  const halt = new AbortController();
  const abort = new AbortController();
  let working: Promise<void> | null = null;

  return {
    start: () => {
      working ??= ports.jobs.consume(
        all.concurrency,
        (job, signal) => workPart(ports, all, job, { halt: signal, abort: abort.signal }),
        halt.signal,
      );
      // Whoever stops the worker hears of it; until then nobody listens.
      working.catch(() => undefined);
    },
    stop: async () => {
      halt.abort();
      const breakOff = setTimeout(() => abort.abort(), all.stopMs);
      try {
        await working;
      } finally {
        clearTimeout(breakOff);
      }
    },
  };
}
