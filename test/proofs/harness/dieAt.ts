import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import pg from 'pg';

/**
 * Loaded before a Syncline process by `--import`: kills it with SIGKILL at a named point, at the n-th pass. The points are
 * statements on their way to PostgreSQL, or a request that has left (`after-request`), so the product needs no hook for
 * them. With `SYNCLINE_FAIL_BY=SIGSTOP` it is frozen there instead, and goes on at that very point when it is woken.
 *
 * @example SYNCLINE_FAIL_AT=after-write:3
 */
const statements: Record<string, (name: string, text: string) => boolean> = {
  /** TX1: the intent of a batch. */
  attempt: (name) => name === 'open-attempt',
  /** Rows into a destination table. */
  write: (_, text) => /^(with mark as \(.*\) )?(insert into \S+ as t |delete from \S+ as t )/s.test(text),
  /** TX2: everything of a page. */
  settle: (name) => name.startsWith('settle-'),
  /** Captured events into the inbox. */
  take: (name) => name === 'take-events' || name === 'move-capture',
  /** Single records read again at the source. */
  refetch: (_, text) => text.startsWith('select q.* from ') && text.includes(' in (select '),
  /** A part of a run ends. */
  finish: (name) => name === 'lock-run',
  lease: (name) => name === 'acquire-lease',
};

const [point = '', count = '1'] = (process.env.SYNCLINE_FAIL_AT ?? '').split(':');
const [when, what = ''] = point.split('-');
const fits = statements[what];
const isRequest = point === 'after-request';
if (point !== '' && fits === undefined && !isRequest)
  throw new Error(`SYNCLINE_FAIL_AT: there is no point "${point}"`);

const freezes = process.env.SYNCLINE_FAIL_BY === 'SIGSTOP';

let left = Number(count);
/** Returns only if it was frozen, and is awake again. */
function strike(): void {
  // Before the process is gone, and not through a stream that would still hold it back.
  writeSync(2, `${freezes ? 'froze' : 'died'} at ${point}\n`);
  process.kill(process.pid, freezes ? 'SIGSTOP' : 'SIGKILL');
  while (!freezes) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

if (fits !== undefined) {
  const query: (...args: unknown[]) => unknown = pg.Client.prototype.query;
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...args: unknown[]) {
      const [first] = args;
      const text = typeof first === 'string' ? first : textOf(first);
      const name =
        typeof first === 'object' && first !== null ? String(Reflect.get(first, 'name') ?? '') : '';
      if (!fits(name, text)) return query.apply(this, args);
      left -= 1;
      if (left !== 0) return query.apply(this, args);
      if (when === 'before') {
        strike();
        return query.apply(this, args);
      }
      const callback = args.at(-1);
      if (typeof callback === 'function') {
        const after = (...told: unknown[]) => {
          strike();
          Reflect.apply(callback, undefined, told);
        };
        return query.apply(this, [...args.slice(0, -1), after]);
      }
      return Promise.resolve(query.apply(this, args)).finally(strike);
    },
  });
}

if (isRequest) {
  const { write } = Socket.prototype;
  Object.assign(Socket.prototype, {
    write(this: Socket, ...args: unknown[]) {
      const done: unknown = Reflect.apply(write, this, args);
      if (typeof args[0] === 'string' && /^(PUT|POST|PATCH|DELETE) /.test(args[0])) left -= 1;
      else return done;
      // The body is written within the same turn.
      if (left === 0) process.nextTick(strike);
      return done;
    },
  });
}

function textOf(first: unknown): string {
  return typeof first === 'object' && first !== null ? String(Reflect.get(first, 'text') ?? '') : '';
}
