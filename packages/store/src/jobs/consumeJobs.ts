import { setTimeout as sleep } from 'node:timers/promises';
import type { PartJob } from '@syncline/engine';
import { messageOf } from '@syncline/model';
import type { Job, PgBoss } from 'pg-boss';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from './enqueueParts.ts';
import type { WorkListener } from './listenForWork.ts';
import { queueName } from './queue.ts';

type Handler = (job: PartJob, signal: AbortSignal) => Promise<void>;

interface ActiveJob {
  job: Job<PartJob>;
  stop: AbortController;
  done: Promise<void>;
}

const pollMs = 1000;
const heartbeatMs = 3000;
/** A worker with work lets one that has less go first: this long for each job it has, at most that long in all. */
const courtesyMs = 15;
const longestCourtesyMs = 100;

/**
 * Works off jobs until the signal ends, then waits for those in work. Own loop on fetch, because pg-boss's workers sleep
 * between batches; a notification cuts the wait short, polling covers a lost one.
 */
export async function consumeJobs(
  boss: PgBoss,
  db: Queryable,
  listener: WorkListener,
  concurrency: number,
  handler: Handler,
  signal: AbortSignal,
  onError: (error: Error) => void,
): Promise<void> {
  const active = new Map<string, ActiveJob>();
  const pause = createPause();
  const unsubscribe = listener.subscribe(pause.wake);
  signal.addEventListener('abort', pause.wake, { once: true });
  const heartbeat = setInterval(() => void sendHeartbeats(boss, active, onError), heartbeatMs);
  try {
    while (!signal.aborted) {
      if (active.size > 0 && active.size < concurrency) {
        await sleep(Math.min(longestCourtesyMs, courtesyMs * active.size));
      }
      const started = active.size < concurrency ? await fetchOne(boss, onError) : [];
      for (const job of started) {
        if (signal.aborted) {
          // Fetched in the very moment of the stop: no handler gets a signal that has ended before it began.
          await giveBack(boss, db, job).catch(onError);
          continue;
        }
        const stop = new AbortController();
        const done = work(boss, db, job, handler, AbortSignal.any([signal, stop.signal]), onError).finally(
          () => {
            active.delete(job.id);
            pause.wake();
          },
        );
        active.set(job.id, { job, stop, done });
      }
      if (started.length === 0 || active.size >= concurrency) await pause.wait(pollMs);
    }
  } finally {
    unsubscribe();
    await Promise.all([...active.values()].map(({ done }) => done));
    clearInterval(heartbeat);
  }
}

/** One at a time: who takes all that waits leaves nothing for a worker that is idle. */
async function fetchOne(boss: PgBoss, onError: (error: Error) => void): Promise<Job<PartJob>[]> {
  try {
    return await boss.fetch<PartJob>(queueName, { batchSize: 1, groupConcurrency: 1 });
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)));
    return [];
  }
}

async function work(
  boss: PgBoss,
  db: Queryable,
  job: Job<PartJob>,
  handler: Handler,
  signal: AbortSignal,
  onError: (error: Error) => void,
): Promise<void> {
  const attempt = { id: job.id, retryCount: job.retryCount };
  try {
    await handler(job.data, signal);
    // Stopped in the middle, perhaps: whoever is next looks whether something is left.
    if (signal.aborted) await giveBack(boss, db, job);
    // Kept rows would only slow the next fetch: what happened is in the run.
    else await boss.deleteJob(queueName, attempt);
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)));
    // If this fails too the database is away; without heartbeats the job comes back by itself.
    await boss.fail(queueName, attempt, { message: messageOf(error) }).catch(() => {});
  }
}

/** Ends this job and leaves a fresh one, which anybody may take at once. */
async function giveBack(boss: PgBoss, db: Queryable, job: Job<PartJob>): Promise<void> {
  await enqueueParts(boss, db, [job.data]);
  await boss.deleteJob(queueName, { id: job.id, retryCount: job.retryCount });
}

/** A job that is no longer ours (its heartbeat came too late and another worker has it) is stopped here. */
async function sendHeartbeats(
  boss: PgBoss,
  active: Map<string, ActiveJob>,
  onError: (error: Error) => void,
): Promise<void> {
  const jobs = [...active.values()];
  if (jobs.length === 0) return;
  try {
    const answer = await boss.touch(
      queueName,
      jobs.map(({ job }) => ({ id: job.id, retryCount: job.retryCount })),
    );
    const settled: unknown = Reflect.get(answer, 'settled');
    if (!Array.isArray(settled)) return;
    for (const { job, stop } of jobs) if (active.has(job.id) && !settled.includes(job.id)) stop.abort();
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)));
  }
}

/** A wait that can be cut short, also by something that happened just before it began. */
function createPause(): { wake: () => void; wait: (ms: number) => Promise<void> } {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    wake: () => {
      woken = true;
      end?.();
    },
    wait: async (ms) => {
      if (!woken) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, ms);
          end = () => {
            clearTimeout(timer);
            done();
          };
        });
      }
      end = undefined;
      woken = false;
    },
  };
}
