import {
  noVersion,
  postgresEventVersion,
  postgresSnapshotVersion,
  type SourceVersion,
} from '@syncline/model';
import type { Random } from './random.ts';

/**
 * full: events bring the record and a version of its own · coarse: several changes share one version · words: events only
 * say which record changed, and nobody states a version · log: a change stream in order of commit, which is not the order
 * in which transactions began, beside reads under snapshots.
 */
export type SourceKind = 'full' | 'coarse' | 'words' | 'log';

/** What an event brings: the state of the record, null when it was deleted. */
export interface PlayedEvent {
  key: string;
  content: string | null;
  version: SourceVersion;
}

export interface PlayedRow {
  content: string;
  version: SourceVersion;
}

/** A source that changes by itself. */
export interface PlayedSource {
  /** What it holds now. */
  rows: Map<string, PlayedRow>;
  /** One change, or one step of a transaction. @returns the events it sends, in order. */
  change(): PlayedEvent[];
  /** Ends what is under way. */
  close(): PlayedEvent[];
  /** Of a read at this moment; null where each record states its own. */
  look(): SourceVersion | null;
  /** A version by the position in the log, which says nothing about what a read has seen. */
  position(): SourceVersion;
}

export const keys = ['a', 'b', 'c'];

export function createPlayedSource(kind: SourceKind, random: Random): PlayedSource {
  return kind === 'log' ? createLog(random) : createTable(kind, random);
}

const seq = (value: number): SourceVersion => ({
  kind: 'seq',
  epoch: 0,
  value: `${value}`,
  granularityMs: 0,
});
const coarse = (value: number): SourceVersion => ({
  kind: 'ts',
  epoch: 0,
  value: `${1000 + value}`,
  granularityMs: 1000,
});

const pick = (random: Random, from: readonly string[]): string => from[random(from.length)] ?? 'a';

function createTable(kind: SourceKind, random: Random): PlayedSource {
  let changes = 0;
  const rows = new Map<string, PlayedRow>();
  const versionNow = () => {
    if (kind === 'words') return noVersion;
    return kind === 'coarse' ? coarse(Math.floor(changes / 3)) : seq(changes);
  };
  return {
    rows,
    change: () => {
      changes += 1;
      const key = pick(random, keys);
      const version = versionNow();
      const content = rows.has(key) && random(4) === 0 ? null : `${key}${random(3)}`;
      if (content === null) rows.delete(key);
      else rows.set(key, { content, version });
      return [{ key, content, version }];
    },
    close: () => [],
    look: () => null,
    position: versionNow,
  };
}

interface Transaction {
  xid: bigint;
  changes: Map<string, string | null>;
  /** Once its commit is in the log. Readers see it only some time later. */
  events: PlayedEvent[] | null;
}

/**
 * Tables with transactions: numbers are drawn when they begin, a later one may commit first, and what stands in the log is
 * not visible at once.
 */
function createLog(random: Random): PlayedSource {
  const rows = new Map<string, PlayedRow>();
  const open: Transaction[] = [];
  let nextXid = 100n;
  let position = 0n;

  const write = (transaction: Transaction) => {
    // A row somebody is changing is locked.
    if (transaction.events !== null) return;
    const free = keys.filter((key) => !open.some((other) => other !== transaction && other.changes.has(key)));
    if (free.length === 0) return;
    const key = pick(random, free);
    const before = transaction.changes.has(key) ? transaction.changes.get(key) : rows.get(key)?.content;
    const isThere = before !== undefined && before !== null;
    transaction.changes.set(key, isThere && random(4) === 0 ? null : `${key}${random(3)}`);
  };
  const commit = (transaction: Transaction): PlayedEvent[] => {
    position += 8n;
    const events = [...transaction.changes].map(([key, content], place) => {
      const version = postgresEventVersion({ xid: transaction.xid, commit: position, place });
      return { key, content, version };
    });
    transaction.events = events;
    return events;
  };
  const show = (transaction: Transaction, events: PlayedEvent[]): PlayedEvent[] => {
    open.splice(open.indexOf(transaction), 1);
    for (const { key, content, version } of events) {
      if (content === null) rows.delete(key);
      else rows.set(key, { content, version });
    }
    return [];
  };
  const goOn = (transaction: Transaction): PlayedEvent[] =>
    transaction.events === null ? commit(transaction) : show(transaction, transaction.events);
  const snapshot = () => {
    const running = open.map(({ xid }) => xid).sort((a, b) => (a < b ? -1 : 1));
    return `${running[0] ?? nextXid}:${nextXid}:${running.join(',')}`;
  };
  return {
    rows,
    change: () => {
      const some = open[random(Math.max(1, open.length))];
      if (some !== undefined && (open.length > 2 || random(3) > 0)) return goOn(some);
      const begun: Transaction = { xid: nextXid, changes: new Map(), events: null };
      nextXid += 1n;
      open.push(begun);
      write(begun);
      if (random(3) === 0) write(begun);
      return [];
    },
    close: () => [...open].flatMap((one) => [...(one.events === null ? commit(one) : []), ...goOn(one)]),
    look: () => postgresSnapshotVersion(snapshot()),
    position: () => postgresEventVersion({ xid: nextXid, commit: position, place: 99 }),
  };
}
