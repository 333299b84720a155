import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Wait } from './toldQuota.ts';
import { createTurns, type Turn } from './turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const turn: Turn = { end: () => undefined };

/** A queue before a limit that leaves room from a time on. */
function makeQueue(roomAt: number, clock: () => number) {
  const waitOf = (): Wait => ({ ms: Math.max(0, roomAt - clock()), forAnswer: false });
  return createTurns({ clock, waitOf, begin: () => turn });
}

describe('the queue before a connection', () => {
  it('lets nobody go who has given up, though room came before anybody noticed', async () => {
    const turns = makeQueue(Date.now() + 1000, () => Date.now());
    const stop = new AbortController();
    const stopped = { priority: 'live', patienceMs: 5000, signal: stop.signal } as const;
    const others = { ...stopped, priority: 'batch', signal: new AbortController().signal } as const;
    const ends = [stopped, stopped, stopped, others].map((request) => turns.enter(request));
    // The process was held up: the time has come, and the timer that tells so has not.
    vi.setSystemTime(Date.now() + 2000);
    stop.abort(new Error('the run was cancelled'));
    const settled = await Promise.allSettled(ends);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(turns.waiting()).toBe(0);
  });

  it('counts as waits those it held back only, however fine the clock is', async () => {
    let ms = 0;
    const clock = () => {
      ms += 0.001;
      return ms;
    };
    const request = { priority: 'live', patienceMs: 5000, signal: new AbortController().signal } as const;
    const free = makeQueue(0, clock);
    await free.enter(request);
    expect(free.usage()).toMatchObject({ waits: { live: 0 }, waitedMs: { live: 0 } });
    const held = makeQueue(1000, clock);
    const entered = held.enter(request);
    ms = 1000;
    held.serve();
    await entered;
    expect(held.usage()).toMatchObject({ waits: { live: 1 }, refused: { live: 0 } });
    expect(held.usage().waitedMs.live).toBeCloseTo(1000, 0);
  });
});
