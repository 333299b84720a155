import type { Priority } from './callWindow.ts';
import type { StatedQuota } from './readQuota.ts';
import type { Wait } from './toldQuota.ts';

/** Somebody before a connection. */
export interface Waiting {
  priority: Priority;
  /** Longest wait here; what takes longer is for the caller to wait. */
  patienceMs: number;
  signal: AbortSignal;
}

/** What an answer had to say. */
export interface Heard {
  stated: readonly StatedQuota[];
  /** It was refused for the limit: nothing may be sent for so long. */
  holdMs: number | null;
}

/** One call that may be sent now. It has to be ended, whatever comes of it. */
export interface Turn {
  /** @param heard null = no answer came, though it may have counted; `unsent` = it never left. */
  end(heard: Heard | null | 'unsent'): void;
}

/** It would have to wait for longer than it can. */
export class TurnRefused extends Error {
  override name = 'TurnRefused';
  readonly afterMs: number;

  constructor(afterMs: number) {
    super(`the limit leaves no room for ${Math.ceil(afterMs)} ms`);
    this.afterMs = afterMs;
  }
}

/** What waiting there was. */
export interface TurnUsage {
  /** Calls that had to wait, how long in all, and those sent back to wait elsewhere. */
  waits: Record<Priority, number>;
  waitedMs: Record<Priority, number>;
  refused: Record<Priority, number>;
}

interface Waiter {
  priority: Priority;
  signal: AbortSignal;
  since: number;
  until: number;
  /** It could not go at once. */
  held: boolean;
  /** How often a live call went past. */
  passed: number;
  grant: (turn: Turn) => void;
  refuse: (reason: unknown) => void;
}

/** The queue before a connection: live calls first, but not for ever. */
export interface Turns {
  /** @throws TurnRefused, or the signal's reason. */
  enter(request: Waiting): Promise<Turn>;
  /** Something has changed: lets go whoever may go now. */
  serve(): void;
  waiting(): number;
  usage(): TurnUsage;
}

interface Rules {
  clock: () => number;
  waitOf: (priority: Priority) => Wait;
  begin: (priority: Priority) => Turn;
}

/** As often live calls go past one that reads in bulk; then it is its turn. */
const mostPassed = 8;
/** Nobody is sent away to come back at once. */
const leastAfterMs = 1000;

export function createTurns({ clock, waitOf, begin }: Rules): Turns {
  const queues: Record<Priority, Waiter[]> = { live: [], batch: [] };
  const waits = { live: 0, batch: 0 };
  const waitedMs = { live: 0, batch: 0 };
  const refused = { live: 0, batch: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const leave = (waiter: Waiter) => {
    const queue = queues[waiter.priority];
    queue.splice(queue.indexOf(waiter), 1);
    if (!waiter.held) return;
    waits[waiter.priority] += 1;
    waitedMs[waiter.priority] += clock() - waiter.since;
  };

  // One signal stops many, and the first that leaves makes way for the next, which may not have been told yet.
  const first = (priority: Priority) => queues[priority].find(({ signal }) => !signal.aborted);

  const next = (): Waiter | undefined => {
    const live = first('live');
    const batch = first('batch');
    const inOrder = (batch?.passed ?? 0) >= mostPassed ? [batch, live] : [live, batch];
    return inOrder.find((waiter) => {
      if (waiter === undefined) return false;
      const { ms, forAnswer } = waitOf(waiter.priority);
      return ms <= 0 && !forAnswer;
    });
  };

  const letGo = () => {
    for (let waiter = next(); waiter !== undefined; waiter = next()) {
      leave(waiter);
      const batch = first('batch');
      if (waiter.priority === 'live' && batch !== undefined) batch.passed += 1;
      waiter.grant(begin(waiter.priority));
    }
  };

  /** Sends away who would wait for too long, now that it is known, and wakes up when that changes. */
  const sendAway = () => {
    const now = clock();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const priority of ['live', 'batch'] as const) {
      if (queues[priority].length === 0) continue;
      const { ms } = waitOf(priority);
      for (const waiter of [...queues[priority]]) {
        if (ms <= waiter.until - now && waiter.until > now) {
          wakeAt = Math.min(wakeAt, waiter.until);
          continue;
        }
        leave(waiter);
        refused[priority] += 1;
        waiter.refuse(new TurnRefused(Math.max(leastAfterMs, ms)));
      }
      if (ms > 0 && queues[priority].length > 0) wakeAt = Math.min(wakeAt, now + ms);
    }
    clearTimeout(timer);
    if (wakeAt < Number.POSITIVE_INFINITY) timer = setTimeout(serve, Math.max(1, Math.ceil(wakeAt - now)));
  };

  const serve = () => {
    letGo();
    sendAway();
  };

  return {
    serve,
    waiting: () => queues.live.length + queues.batch.length,
    usage: () => ({ waits: { ...waits }, waitedMs: { ...waitedMs }, refused: { ...refused } }),
    enter: ({ priority, patienceMs, signal }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const since = clock();
        const onAbort = () => {
          leave(waiter);
          reject(signal.reason);
          serve();
        };
        const waiter: Waiter = {
          priority,
          signal,
          since,
          until: since + patienceMs,
          held: false,
          passed: 0,
          grant: (turn) => {
            signal.removeEventListener('abort', onAbort);
            resolve(turn);
          },
          refuse: (reason) => {
            signal.removeEventListener('abort', onAbort);
            reject(reason);
          },
        };
        queues[priority].push(waiter);
        signal.addEventListener('abort', onAbort, { once: true });
        serve();
        waiter.held = true;
      }),
  };
}
