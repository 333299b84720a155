import type { JobPort, PartJob } from '../ports.ts';

export interface MemoryQueue {
  enqueue(job: PartJob, startAfter?: Date): void;
  consume: JobPort['consume'];
  onWake: JobPort['onWake'];
  onOrders: JobPort['onOrders'];
  /** Tells workers that something is asked of them. */
  order(): void;
  /** Handlers that threw, in order. */
  failures: unknown[];
  /** The process that had jobs in work is dead: they come back. */
  forget(): void;
  /** True while a job waits (for now or later) or is in work. */
  isBusy(): boolean;
}

const nameOf = ({ flowId, part }: PartJob) => `${flowId}:${part}`;

/** The queue of the tests: one job for now waiting and one active per part; jobs for later beside it. */
export function createMemoryQueue(nowMs: () => number): MemoryQueue {
  const waiting = new Map<string, { job: PartJob; from: number }>();
  const active = new Map<string, PartJob>();
  const wakes = new Map<string, Set<() => void>>();
  const hearers = new Set<() => void>();
  const failures: unknown[] = [];
  let news = Promise.withResolvers<void>();

  const enqueue = (job: PartJob, startAfter?: Date) => {
    const name = nameOf(job);
    const from = startAfter?.getTime() ?? 0;
    waiting.set(`${name} ${from}`, { job, from });
    news.resolve();
    news = Promise.withResolvers<void>();
    if (startAfter === undefined) for (const wake of wakes.get(name) ?? []) setImmediate(wake);
  };

  const take = (): PartJob | null => {
    for (const [place, { job, from }] of waiting) {
      const name = nameOf(job);
      if (active.has(name) || from > nowMs()) continue;
      waiting.delete(place);
      active.set(name, job);
      return job;
    }
    return null;
  };

  return {
    enqueue,
    failures,
    forget: () => {
      for (const job of active.values()) enqueue(job);
      active.clear();
    },
    isBusy: () => waiting.size > 0 || active.size > 0,
    onWake: (flowId, part, callback) => {
      const name = nameOf({ flowId, part });
      const callbacks = wakes.get(name) ?? new Set();
      wakes.set(name, callbacks.add(callback));
      return () => void callbacks.delete(callback);
    },
    onOrders: (_, callback) => {
      hearers.add(callback);
      return () => void hearers.delete(callback);
    },
    order: () => {
      for (const hear of hearers) setImmediate(hear);
    },
    consume: async (concurrency, handler, signal) => {
      const running = new Set<Promise<void>>();
      while (!signal.aborted) {
        const job = running.size < concurrency ? take() : null;
        if (job === null) {
          await Promise.race([news.promise, new Promise((resolve) => setTimeout(resolve, 5)), ...running]);
          continue;
        }
        const work = handler(job, signal)
          .catch((thrown: unknown) => {
            failures.push(thrown);
            enqueue(job, new Date(nowMs() + 20));
          })
          .finally(() => {
            running.delete(work);
            active.delete(nameOf(job));
          });
        running.add(work);
      }
      await Promise.all(running);
    },
  };
}
