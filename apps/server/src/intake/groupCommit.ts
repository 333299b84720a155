/** Thrown when more is waiting than memory may hold. Nothing was kept of the refused item. */
export class QueueFullError extends Error {
  constructor() {
    super('too many posts are waiting to be committed');
    this.name = 'QueueFullError';
  }
}

interface Waiting<T, R> {
  item: T;
  bytes: number;
  resolve: (result: R) => void;
  reject: (cause: unknown) => void;
}

export interface GroupCommitOptions<T, R> {
  /** Writes and commits all items with one statement; answers in their order. */
  write: (items: T[]) => Promise<R[]>;
  /** Most items of one group. */
  maxItems: number;
  /** Most bytes of one group. */
  maxBytes: number;
  /** Most bytes waiting; beyond it `add` refuses. */
  capBytes: number;
  capItems: number;
  onCommit?: (group: { items: number; ms: number }) => void;
}

export interface GroupCommit<T, R> {
  /**
   * Resolves once the item is committed.
   *
   * @throws QueueFullError at once when the queue is full; else what `write` threw for the item's group.
   */
  add(item: T, bytes: number): Promise<R>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
  readonly waiting: number;
}

/**
 * Commits what arrives together in one statement. No timer: when nothing is being written a group is what arrived in this
 * turn of the event loop, and while a commit is on its way the next group gathers. So a lone post waits for nobody, and
 * under load the groups grow by themselves. One commit at a time keeps the order of arrival.
 */
export function createGroupCommit<T, R>(options: GroupCommitOptions<T, R>): GroupCommit<T, R> {
  let queue: Waiting<T, R>[] = [];
  let bytesWaiting = 0;
  let itemsHeld = 0;
  let writing = false;
  let scheduled = false;
  let idle: (() => void)[] = [];

  const takeGroup = (): Waiting<T, R>[] => {
    let count = 0;
    let bytes = 0;
    while (count < queue.length && count < options.maxItems) {
      bytes += queue[count]?.bytes ?? 0;
      if (count > 0 && bytes > options.maxBytes) break;
      count += 1;
    }
    if (count === queue.length) {
      const all = queue;
      queue = [];
      return all;
    }
    return queue.splice(0, count);
  };

  const writeGroups = async () => {
    writing = true;
    try {
      while (queue.length > 0) await writeGroup(takeGroup());
    } finally {
      writing = false;
      for (const done of idle) done();
      idle = [];
    }
  };

  const writeGroup = async (group: Waiting<T, R>[]) => {
    const began = performance.now();
    try {
      const results = await options.write(group.map(({ item }) => item));
      if (results.length !== group.length) throw new Error('the write answered for another number of posts');
      options.onCommit?.({ items: group.length, ms: performance.now() - began });
      // Same length, checked above, so no result is missing.
      for (const [place, { resolve }] of group.entries()) resolve(results[place] as R);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      for (const { bytes } of group) bytesWaiting -= bytes;
      itemsHeld -= group.length;
    }
  };

  const start = () => {
    scheduled = false;
    if (!writing) void writeGroups();
  };

  return {
    get waiting() {
      return itemsHeld;
    },
    add(item, bytes) {
      if (bytesWaiting + bytes > options.capBytes || itemsHeld >= options.capItems)
        return Promise.reject(new QueueFullError());
      bytesWaiting += bytes;
      itemsHeld += 1;
      return new Promise<R>((resolve, reject) => {
        queue.push({ item, bytes, resolve, reject });
        if (writing || scheduled) return;
        scheduled = true;
        setImmediate(start);
      });
    },
    async drain() {
      while (writing || queue.length > 0) {
        await new Promise<void>((done) => {
          idle.push(done);
          if (!writing && !scheduled) {
            scheduled = true;
            setImmediate(start);
          }
        });
      }
    },
  };
}
