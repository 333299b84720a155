/** Where the loops of a part wait when they find nothing to do. */
export interface Rest {
  /** Take it before looking for work: a wake-up between look and rest is then not missed. */
  look(): number;
  /**
   * Waits for news since that look. `time` after `mostMs`; `end` when all loops have rested for the whole linger time, or
   * the part is to stop.
   */
  until(look: number, mostMs?: number): Promise<'woken' | 'time' | 'end'>;
  /** Something new may be there. */
  wake(): void;
  /** Nobody is to look for work any more. */
  end(): void;
}

interface Sleeper {
  resolve: (why: 'woken' | 'time' | 'end') => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** @param loops how many loops share the rest: the part is idle when that many sleep. */
export function createRest(loops: number, lingerMs: number): Rest {
  let news = 0;
  let ended = false;
  let linger: ReturnType<typeof setTimeout> | undefined;
  const sleepers = new Set<Sleeper>();

  const rouse = (why: 'woken' | 'end') => {
    clearTimeout(linger);
    linger = undefined;
    for (const { resolve, timer } of sleepers) {
      clearTimeout(timer);
      resolve(why);
    }
    sleepers.clear();
  };

  const end = () => {
    ended = true;
    rouse('end');
  };

  return {
    look: () => news,
    wake: () => {
      news += 1;
      if (!ended) rouse('woken');
    },
    end,
    until: (look, mostMs) =>
      new Promise((resolve) => {
        if (ended) return resolve('end');
        if (look !== news) return resolve('woken');
        const sleeper: Sleeper = { resolve, timer: undefined };
        sleepers.add(sleeper);
        if (mostMs !== undefined) {
          sleeper.timer = setTimeout(() => {
            sleepers.delete(sleeper);
            clearTimeout(linger);
            linger = undefined;
            resolve('time');
          }, mostMs);
        }
        if (sleepers.size === loops) linger ??= setTimeout(end, lingerMs);
      }),
  };
}
