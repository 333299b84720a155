import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal, type LogLine, type RunDetail } from '@syncline/model';
import type { EventStream } from '../http/eventStream.ts';

export interface RunWatchParts {
  run: (id: string) => Promise<RunDetail>;
  logs: (id: string, query: { after: number; limit: number }) => Promise<{ items: LogLine[] }>;
  /** How long between two looks at the store. */
  pollMs?: number;
  /** Most streams at a time, over all runs. */
  mostStreams?: number;
}

/** Live views of runs. The store is asked only while somebody looks, once for all who look at the same run. */
export interface RunWatch {
  hasRoom(): boolean;
  /** True when the run has ended and no line after `after` is left. */
  isOver(id: string, after: number): Promise<boolean>;
  follow(id: string, after: number, stream: EventStream): void;
  /** Ends every stream: the server stops. */
  close(): void;
}

interface Reader {
  stream: EventStream;
  /** Newest line it has. */
  seq: number;
  /** Text of the run as it saw it last. */
  seen: string;
}

const pageLines = 500;

export function createRunWatch({ run, logs, pollMs = 250, mostStreams = 200 }: RunWatchParts): RunWatch {
  const readersOf = new Map<string, Set<Reader>>();
  let count = 0;
  let closing = false;

  const leave = (id: string, reader: Reader) => {
    const readers = readersOf.get(id);
    if (!readers?.delete(reader)) return;
    count -= 1;
    if (readers.size === 0) readersOf.delete(id);
  };

  /** Sends what is new to all readers of a run. @returns whether the run is over and everything was sent. */
  const sendNews = async (id: string, readers: Set<Reader>): Promise<'more' | 'all' | 'over'> => {
    // First the run, then its lines: what a finished run logged is then surely among the lines.
    const { document: _document, ...detail }: RunDetail & { document?: unknown } = await run(id);
    const from = Math.min(...[...readers].map(({ seq }) => seq));
    const { items } = await logs(id, { after: from, limit: pageLines });
    const text = JSON.stringify(detail);
    for (const reader of [...readers]) {
      for (const line of items) {
        if (line.seq <= reader.seq) continue;
        reader.seq = line.seq;
        reader.stream.send('log', line, String(line.seq));
      }
      if (reader.seen !== text) {
        reader.seen = text;
        reader.stream.send('run', detail);
      }
    }
    if (items.length === pageLines) return 'more';
    return isTerminal(detail.status) ? 'over' : 'all';
  };

  const poll = async (id: string) => {
    for (let failures = 0; !closing; ) {
      const readers = readersOf.get(id);
      if (!readers) return;
      try {
        const news = await sendNews(id, readers);
        failures = 0;
        if (news === 'more') continue;
        if (news === 'over') {
          for (const reader of [...readers]) endFor(id, reader);
          return;
        }
      } catch {
        // The database may be away for a moment, or the run was deleted: the reader reconnects and then learns which.
        failures += 1;
        if (failures > 20) {
          for (const reader of [...readers]) endFor(id, reader, false);
          return;
        }
      }
      await sleep(pollMs);
    }
  };

  const endFor = (id: string, { stream, ...reader }: Reader, finished = true) => {
    if (finished) stream.send('end', { seq: reader.seq });
    stream.end();
    for (const one of readersOf.get(id) ?? []) if (one.stream === stream) leave(id, one);
  };

  return {
    hasRoom: () => count < mostStreams,
    async isOver(id, after) {
      const { status } = await run(id);
      if (!isTerminal(status)) return false;
      const { items } = await logs(id, { after, limit: 1 });
      return items.length === 0;
    },
    follow(id, after, stream) {
      const reader: Reader = { stream, seq: after, seen: '' };
      const readers = readersOf.get(id);
      count += 1;
      stream.closed.addEventListener('abort', () => leave(id, reader), { once: true });
      if (readers) readers.add(reader);
      else {
        readersOf.set(id, new Set([reader]));
        void poll(id);
      }
    },
    close() {
      closing = true;
      for (const readers of readersOf.values()) for (const { stream } of readers) stream.end();
      readersOf.clear();
      count = 0;
    },
  };
}
