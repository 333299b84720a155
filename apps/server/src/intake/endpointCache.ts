/** Keeps what a lookup gave for a few seconds, asks once for many who ask at the same time, and stays small. */
export interface EndpointCache<T> {
  find(id: string): Promise<T | null>;
  /** Forgets everything: a flow was saved, published or deleted here. */
  clear(): void;
}

interface Kept<T> {
  until: number;
  value: T | null;
}

export interface CacheOptions {
  keepMs?: number;
  /** Addresses nobody has: kept shorter, so that a new one works at once. */
  keepMissMs?: number;
  mostKept?: number;
  /** In milliseconds. */
  now: () => number;
}

export function createEndpointCache<T>(
  load: (id: string) => Promise<T | null>,
  { keepMs = 2_000, keepMissMs = 500, mostKept = 5_000, now }: CacheOptions,
): EndpointCache<T> {
  const kept = new Map<string, Kept<T>>();
  const loading = new Map<string, Promise<T | null>>();
  let generation = 0;

  const loadAndKeep = async (id: string): Promise<T | null> => {
    const begun = generation;
    const value = await load(id);
    if (begun === generation) {
      kept.set(id, { value, until: now() + (value === null ? keepMissMs : keepMs) });
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
    }
    return value;
  };

  return {
    find(id) {
      const known = kept.get(id);
      if (known && known.until > now()) return Promise.resolve(known.value);
      const running = loading.get(id);
      if (running) return running;
      const started = loadAndKeep(id).finally(() => {
        if (loading.get(id) === started) loading.delete(id);
      });
      loading.set(id, started);
      return started;
    },
    clear() {
      generation += 1;
      kept.clear();
      loading.clear();
    },
  };
}
