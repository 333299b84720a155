/** Identities by destination: what one page is about to touch. */
export type Identities = ReadonlyMap<string, ReadonlySet<string>>;

/** Smaller goes first. What was approved and what failed once has waited long enough. */
export const priorities = { live: 0, release: 0, read: 1, replay: 1, sweep: 2, backfill: 3 } as const;

/** As often as this others of a better priority may go past; then one's own gets better by one. */
const patience = 8;

export interface Lanes {
  /**
   * Holds all identities or waits for all of them: nobody ever holds some and waits for others, so nothing can lock up.
   * @param holder whose they are, for `whenWanted`.
   * @returns the way to let them go.
   * @throws the signal's reason when it ends while waiting.
   */
  acquire(wanted: Identities, priority: number, signal: AbortSignal, holder?: object): Promise<() => void>;
  /** Tells once that a live change waits for something the holder has, now or later. @returns stop telling. */
  whenWanted(holder: object, tell: () => void): () => void;
}

interface Holding {
  wanted: Identities;
  holder: object | undefined;
}

interface Waiter extends Holding {
  priority: number;
  /** How often somebody of a better priority went past. */
  passed: number;
  grant: () => void;
}

/**
 * Keeps the changes of one record in order while live and batch work share a process: a record is in the hands of one
 * page from the look into the ledger until its result is settled.
 */
export function createLanes(): Lanes {
  const held = new Map<string, Set<string>>();
  const waiting: Waiter[] = [];
  const holdings = new Set<Holding>();
  const watchers = new Set<{ holder: object; tell: () => void }>();

  const isFree = (wanted: Identities) => !meets(wanted, held);

  const take = (holding: Holding) => {
    const { wanted } = holding;
    holdings.add(holding);
    for (const [destination, keys] of wanted) {
      const taken = held.get(destination) ?? new Set();
      for (const key of keys) taken.add(key);
      held.set(destination, taken);
    }
  };

  const releaseOf = (holding: Holding) => {
    let over = false;
    return () => {
      if (over) return;
      over = true;
      holdings.delete(holding);
      for (const [destination, keys] of holding.wanted) {
        const taken = held.get(destination);
        for (const key of keys) taken?.delete(key);
      }
      serve();
    };
  };

  // Whoever stands further back never takes what someone before it waits for, or a page of many records would starve.
  const serve = () => {
    const ahead: Waiter[] = [];
    for (const waiter of [...waiting]) {
      if (isFree(waiter.wanted) && !ahead.some((other) => meets(waiter.wanted, other.wanted))) {
        waiting.splice(waiting.indexOf(waiter), 1);
        take(waiter);
        waiter.grant();
      } else {
        ahead.push(waiter);
      }
    }
  };

  /** Past those of a worse priority, but not past anybody who has let too many go past. */
  const queue = (waiter: Waiter) => {
    let place = waiting.length;
    for (; place > 0; place -= 1) {
      const other = waiting[place - 1];
      if (other === undefined || rankOf(other) <= waiter.priority) break;
      // Only who wants the same is held up by it.
      if (meets(other.wanted, waiter.wanted)) other.passed += 1;
    }
    waiting.splice(place, 0, waiter);
  };

  const isWanted = (holder: object): boolean =>
    waiting.some(
      ({ priority, wanted }) =>
        priority === priorities.live &&
        [...holdings].some((holding) => holding.holder === holder && meets(wanted, holding.wanted)),
    );

  const tellWatchers = () => {
    for (const watcher of watchers) {
      if (!isWanted(watcher.holder)) continue;
      watchers.delete(watcher);
      watcher.tell();
    }
  };

  const whenWanted = (holder: object, tell: () => void) => {
    const watcher = { holder, tell };
    watchers.add(watcher);
    tellWatchers();
    return () => void watchers.delete(watcher);
  };

  const acquire = (wanted: Identities, priority: number, signal: AbortSignal, holder?: object) =>
    new Promise<() => void>((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const leave = () => {
        const index = waiting.indexOf(waiter);
        if (index < 0) return;
        waiting.splice(index, 1);
        reject(signal.reason);
        serve();
      };
      const waiter: Waiter = {
        wanted,
        holder,
        priority,
        passed: 0,
        grant: () => {
          signal.removeEventListener('abort', leave);
          resolve(releaseOf(waiter));
        },
      };
      queue(waiter);
      signal.addEventListener('abort', leave, { once: true });
      serve();
      tellWatchers();
    });

  return { acquire, whenWanted };
}

const rankOf = ({ priority, passed }: Waiter): number => priority - Math.floor(passed / patience);

function meets(one: Identities, other: Identities): boolean {
  for (const [destination, keys] of one) {
    const others = other.get(destination);
    if (others === undefined || others.size === 0) continue;
    const [few, many] = keys.size < others.size ? [keys, others] : [others, keys];
    for (const key of few) if (many.has(key)) return true;
  }
  return false;
}
