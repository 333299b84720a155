import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Priority } from './callWindow.ts';
import { createGovernor, type QuotaTerms } from './governor.ts';
import type { StatedQuota } from './readQuota.ts';
import { type Turn, TurnRefused } from './turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const terms = (most: number | null, perMs = 1000, batch = 0.8, process = 1): QuotaTerms => ({
  most,
  perMs,
  shares: { process, batch },
});
const unlimited = terms(null);
const signal = new AbortController().signal;
const fine = { stated: [], holdMs: null };

const stated = (remaining: number, more: Partial<StatedQuota> = {}): StatedQuota => ({
  name: 'a',
  limit: 10,
  remaining,
  resetMs: 10_000,
  blurMs: 0,
  windowMs: null,
  ...more,
});

/** A governor whose callers and calls a test can look at. */
function watch(wanted: QuotaTerms, patienceMs = 60_000) {
  const governor = createGovernor(() => Date.now());
  const begun: { name: string; at: number; turn: Turn }[] = [];
  const sentAway: { name: string; afterMs: number }[] = [];
  const began = Date.now();
  const ask = (
    name: string,
    priority: Priority,
    more: { signal?: AbortSignal; patienceMs?: number } = {},
  ) => {
    governor.enter({ priority, patienceMs, signal, terms: wanted, ...more }).then(
      (turn) => begun.push({ name, at: Date.now() - began, turn }),
      (thrown: unknown) => {
        const afterMs = thrown instanceof TurnRefused ? thrown.afterMs : -1;
        sentAway.push({ name, afterMs });
      },
    );
  };
  return {
    governor,
    begun,
    sentAway,
    ask,
    names: () => begun.map(({ name }) => name),
    settle: () => vi.advanceTimersByTimeAsync(0),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

/** One answered call, so that the API is no longer unknown. */
async function greet(watched: ReturnType<typeof watch>, quotas: StatedQuota[] = []) {
  watched.ask('hello', 'live');
  await watched.settle();
  watched.begun.shift()?.turn.end({ stated: quotas, holdMs: null });
}

describe('a limit that a person set', () => {
  it.each([
    [1, 1000],
    [3, 1000],
    [10, 1000],
    [100, 60_000],
  ])(
    'of %i in %i ms is never exceeded, whenever a window begins and however long answers take',
    async (most, perMs) => {
      const { governor } = watch(terms(most, perMs));
      const arrivals: number[] = [];
      let seed = 7;
      const random = () => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return seed / 2147483648;
      };
      const caller = async (priority: Priority) => {
        for (;;) {
          const turn = await governor.enter({ priority, patienceMs: 1e9, signal, terms: terms(most, perMs) });
          // The vendor counts a call somewhere between its start and its answer.
          const way = random() * perMs * 0.3;
          setTimeout(() => arrivals.push(Date.now()), way * random());
          await new Promise((done) => setTimeout(done, way));
          turn.end(fine);
        }
      };
      for (let n = 0; n < 8; n += 1) void caller(n < 3 ? 'live' : 'batch');
      await vi.advanceTimersByTimeAsync(perMs * 12);
      arrivals.sort((one, other) => one - other);
      const worst = arrivals.map(
        (at) => arrivals.filter((other) => other >= at && other < at + perMs).length,
      );
      expect(Math.max(...worst)).toBeLessThanOrEqual(most);
      // It is made use of, too.
      expect(arrivals.length).toBeGreaterThan(most * 5);
    },
  );

  it('keeps a part of it free for live changes', async () => {
    const watched = watch(terms(10));
    await greet(watched);
    await watched.pass(2000);
    for (let n = 0; n < 20; n += 1) watched.ask(`batch ${n}`, 'batch');
    await watched.settle();
    expect(watched.begun).toHaveLength(8);
    watched.ask('live 1', 'live');
    watched.ask('live 2', 'live');
    watched.ask('live 3', 'live');
    await watched.settle();
    expect(watched.names().slice(8)).toEqual(['live 1', 'live 2']);
  });

  it('counts a call whose answer was lost, and not one that never left', async () => {
    const watched = watch(terms(2));
    await greet(watched);
    await watched.pass(2000);
    watched.ask('lost', 'live');
    watched.ask('unsent', 'live');
    await watched.settle();
    watched.begun[0]?.turn.end(null);
    watched.begun[1]?.turn.end('unsent');
    watched.ask('next', 'live');
    watched.ask('later', 'live');
    await watched.settle();
    expect(watched.names()).toEqual(['lost', 'unsent', 'next']);
    watched.begun[2]?.turn.end(fine);
    await watched.pass(1100);
    expect(watched.names()).toContain('later');
  });

  it('may be changed, and taken away', async () => {
    const watched = watch(terms(1));
    await greet(watched);
    const hurried = { patienceMs: 0, signal, priority: 'live' } as const;
    await expect(watched.governor.enter({ ...hurried, terms: terms(1) })).rejects.toThrow(TurnRefused);
    await expect(watched.governor.enter({ ...hurried, terms: unlimited })).resolves.toBeDefined();
  });

  it('is used only in part by a process that is not alone', async () => {
    const watched = watch(terms(10, 1000, 1, 0.5));
    await greet(watched);
    await watched.pass(2000);
    for (let n = 0; n < 10; n += 1) watched.ask(`${n}`, 'live');
    await watched.settle();
    expect(watched.begun).toHaveLength(5);
  });
});

describe('fairness', () => {
  it('lets live calls go first, and one that reads in bulk after every eight of them', async () => {
    const watched = watch(terms(1, 1000, 1));
    await greet(watched);
    for (let n = 0; n < 3; n += 1) watched.ask('b', 'batch');
    for (let n = 0; n < 20; n += 1) watched.ask('L', 'live');
    for (let n = 0; n < 24; n += 1) {
      await watched.pass(1100);
      watched.begun.at(-1)?.turn.end(fine);
    }
    expect(watched.names().join('')).toBe('LLLLLLLLbLLLLLLLLbLLLLb');
  });

  it('keeps the order among equals', async () => {
    const watched = watch(terms(1));
    await greet(watched);
    for (const name of ['1', '2', '3']) watched.ask(name, 'batch');
    for (let n = 0; n < 3; n += 1) {
      await watched.pass(1100);
      watched.begun.at(-1)?.turn.end(fine);
    }
    expect(watched.names()).toEqual(['1', '2', '3']);
  });
});

describe('waiting', () => {
  it('ends at once when the caller stops, and others move up', async () => {
    const watched = watch(terms(1));
    await greet(watched);
    const stop = new AbortController();
    watched.ask('stopped', 'live', { signal: stop.signal });
    watched.ask('next', 'live');
    stop.abort(new Error('cancelled'));
    await watched.settle();
    expect(watched.sentAway).toEqual([{ name: 'stopped', afterMs: -1 }]);
    await watched.pass(1100);
    expect(watched.names()).toEqual(['next']);
    watched.begun[0]?.turn.end(fine);
    expect(watched.governor.isIdle()).toBe(true);
    await expect(
      watched.governor.enter({ priority: 'live', patienceMs: 1, signal: stop.signal, terms: unlimited }),
    ).rejects.toThrow('cancelled');
  });

  it('for longer than there is patience is told at once, with the time', async () => {
    const watched = watch(terms(1, 60_000), 5000);
    await greet(watched);
    watched.ask('far', 'live');
    await watched.settle();
    expect(watched.sentAway[0]?.afterMs).toBeGreaterThan(59_000);
    expect(watched.sentAway[0]?.afterMs).toBeLessThan(61_000);
  });

  it('behind others ends with the patience', async () => {
    const watched = watch(terms(1), 5000);
    await greet(watched);
    for (let n = 0; n < 8; n += 1) watched.ask(`${n}`, 'live');
    for (let n = 0; n < 6; n += 1) {
      await watched.pass(1000);
      watched.begun.at(-1)?.turn.end(fine);
    }
    expect(watched.begun.length + watched.sentAway.length).toBe(8);
    expect(watched.sentAway.length).toBeGreaterThan(2);
    expect(watched.governor.usage().refused.live).toBe(watched.sentAway.length);
  });
});

describe('what answers tell', () => {
  it('is waited for: the first call to an unknown API goes alone, but not for ever', async () => {
    const watched = watch(unlimited);
    for (let n = 0; n < 5; n += 1) watched.ask(`${n}`, 'batch');
    await watched.settle();
    expect(watched.begun).toHaveLength(1);
    await watched.pass(2000);
    expect(watched.begun).toHaveLength(5);
  });

  it('is kept to, with all that is under way', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(4)]);
    for (let n = 0; n < 6; n += 1) watched.ask(`${n}`, 'live');
    await watched.settle();
    expect(watched.begun).toHaveLength(4);
    // Answers overtake each other: the lower figure is the later one.
    watched.begun[0]?.turn.end({ stated: [stated(1)], holdMs: null });
    watched.begun[1]?.turn.end({ stated: [stated(3)], holdMs: null });
    watched.begun[2]?.turn.end({ stated: [stated(0)], holdMs: null });
    watched.begun[3]?.turn.end({ stated: [stated(2)], holdMs: null });
    await watched.settle();
    expect(watched.begun).toHaveLength(4);
    await watched.pass(10_000);
    // A new window begins with one call that asks.
    expect(watched.begun).toHaveLength(5);
    watched.begun[4]?.turn.end({ stated: [stated(9)], holdMs: null });
    await watched.settle();
    expect(watched.begun).toHaveLength(6);
  });

  it('leaves room for live changes', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(4)]);
    for (let n = 0; n < 6; n += 1) watched.ask('b', 'batch');
    await watched.settle();
    expect(watched.names()).toEqual(['b', 'b']);
    watched.ask('L', 'live');
    await watched.settle();
    expect(watched.names()).toEqual(['b', 'b', 'L']);
  });

  it('leaves that room in every window, though some calls ask whether it is a new one', async () => {
    const { governor } = watch(unlimited);
    const [most, windowMs] = [20, 300];
    const used = new Map<number, number>();
    const caller = async () => {
      for (;;) {
        const turn = await governor.enter({ priority: 'batch', patienceMs: 1e9, signal, terms: unlimited });
        const window = Math.floor(Date.now() / windowMs);
        const count = (used.get(window) ?? 0) + 1;
        used.set(window, count);
        const resetMs = (window + 1) * windowMs - Date.now();
        // Answers overtake each other.
        await new Promise((back) => setTimeout(back, ((count * 7) % 5) * 8));
        turn.end({ stated: [stated(most - count, { limit: most, resetMs, blurMs: 10 })], holdMs: null });
      }
    };
    for (let n = 0; n < 16; n += 1) void caller();
    await vi.advanceTimersByTimeAsync(windowMs * 20);
    expect(Math.max(...used.values())).toBeLessThanOrEqual(18);
    expect(used.size).toBeGreaterThanOrEqual(20);
    expect(Math.min(...[...used.values()].slice(0, 19))).toBeGreaterThanOrEqual(15);
  });

  it('goes on when the time came in whole seconds and may be short of one', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(0, { resetMs: 2000, blurMs: 1000 })]);
    watched.ask('1', 'live');
    await watched.pass(2999);
    expect(watched.begun).toHaveLength(0);
    await watched.pass(1);
    expect(watched.begun).toHaveLength(1);
  });

  it('goes on after a whole window at the latest, where its length is stated', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(0, { resetMs: 1000, blurMs: 1000, windowMs: 1000 })]);
    watched.ask('1', 'live');
    await watched.pass(1000);
    expect(watched.begun).toHaveLength(1);
  });

  it('goes on when nobody says when the limit renews', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(0, { resetMs: null })]);
    watched.ask('1', 'live');
    await watched.pass(10_000);
    expect(watched.begun).toHaveLength(1);
  });

  it('counts calls whose answers were lost', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(2)]);
    watched.ask('lost', 'live');
    await watched.settle();
    watched.begun[0]?.turn.end(null);
    watched.ask('1', 'live');
    watched.ask('2', 'live');
    await watched.settle();
    expect(watched.names()).toEqual(['lost', '1']);
  });

  it('is kept to when only a policy is stated', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(0, { remaining: null, limit: 3, windowMs: 1000, resetMs: null })]);
    for (let n = 0; n < 9; n += 1) watched.ask(`${n}`, 'live');
    await watched.settle();
    expect(watched.begun).toHaveLength(3);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'is never exceeded nor waited for in vain, whatever overtakes what (%i)',
    async (seed) => {
      let state = seed * 7919;
      const random = () => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return state / 2147483648;
      };
      const { governor } = watch(unlimited);
      const [most, windowMs] = [7, 2000];
      const windowOf = (at: number) => Math.floor(at / windowMs);
      const used = new Map<number, number>();
      let done = 0;
      const caller = async (priority: Priority) => {
        for (;;) {
          const turn = await governor.enter({ priority, patienceMs: 1e9, signal, terms: unlimited });
          if (random() < 0.05) {
            turn.end('unsent');
            continue;
          }
          await new Promise((arrived) => setTimeout(arrived, random() * 150));
          const now = Date.now();
          const count = (used.get(windowOf(now)) ?? 0) + 1;
          used.set(windowOf(now), count);
          // Whole seconds, rounded down: the worst an honest vendor says.
          const resetMs = Math.floor(((windowOf(now) + 1) * windowMs - now) / 1000) * 1000;
          await new Promise((back) => setTimeout(back, random() * 400));
          done += 1;
          const quota = stated(Math.max(0, most - count), {
            limit: most,
            resetMs,
            blurMs: 1000,
            windowMs: seed > 3 ? windowMs : null,
          });
          turn.end(random() < 0.05 ? null : { stated: [quota], holdMs: null });
        }
      };
      for (let n = 0; n < 9; n += 1) void caller(n < 3 ? 'live' : 'batch');
      await vi.advanceTimersByTimeAsync(windowMs * 60);
      expect(Math.max(...used.values())).toBeLessThanOrEqual(most);
      expect(done).toBeGreaterThan(most * 20);
    },
  );

  it('is forgotten when the API no longer mentions a limit', async () => {
    const watched = watch(unlimited);
    await greet(watched, [stated(9, { resetMs: 1000 })]);
    await watched.pass(1000);
    for (let n = 0; n < 20; n += 1) watched.ask(`${n}`, 'batch');
    for (let n = 0; n < 3; n += 1) {
      await watched.settle();
      expect(watched.begun).toHaveLength(n + 1);
      watched.begun[n]?.turn.end(fine);
    }
    await watched.settle();
    expect(watched.begun).toHaveLength(20);
  });

  it('holds all calls after a refusal for the time it states, then lets one find out', async () => {
    const watched = watch(unlimited);
    await greet(watched);
    watched.ask('refused', 'batch');
    await watched.settle();
    watched.begun[0]?.turn.end({ stated: [], holdMs: 7000 });
    watched.ask('1', 'live');
    watched.ask('2', 'live');
    await watched.pass(6999);
    expect(watched.begun).toHaveLength(1);
    await watched.pass(1);
    expect(watched.names()).toEqual(['refused', '1']);
    watched.begun[1]?.turn.end(fine);
    await watched.settle();
    expect(watched.names()).toEqual(['refused', '1', '2']);
    expect(watched.governor.usage()).toMatchObject({ exceeded: 1, calls: { live: 3, batch: 1 } });
  });

  it('is summed up: calls, waits and what is left', async () => {
    const watched = watch(unlimited);
    expect(watched.governor.usage().left).toBeNull();
    await greet(watched, [stated(0)]);
    watched.ask('1', 'live');
    await watched.pass(10_000);
    expect(watched.governor.usage()).toMatchObject({
      calls: { live: 2, batch: 0 },
      waits: { live: 1, batch: 0 },
      waitedMs: { live: 10_000, batch: 0 },
    });
  });

  it('does not fill the memory when each answer names another limit', async () => {
    const watched = watch(unlimited);
    for (let n = 0; n < 50; n += 1) await greet(watched, [stated(9, { name: `limit ${n}` })]);
    // The oldest of eight that are known has gone unmentioned seven times.
    expect(watched.governor.usage()).toMatchObject({ calls: { live: 50 }, left: 0.2 });
  });
});
