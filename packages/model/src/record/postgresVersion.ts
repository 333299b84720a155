import type { SourceVersion, VersionOrder } from './envelope.ts';

/**
 * Versions of PostgreSQL rows, kind `pg`. Two sorts share the kind, because the point is to compare one with the other:
 *
 * - an event of the change stream: `e<xid>:<commit position, 16 hex digits>:<place in the transaction>`
 * - a row read by a query: `s<xmin>:<xmax>:<xip>,<xip>...`, the snapshot it was read under (pg_current_snapshot)
 *
 * Commit order is not visibility order, so a read is set against an event by whether the event's transaction is visible in
 * the snapshot, never by positions in the log. Events among themselves go by commit position: transaction numbers are drawn
 * at the start, and a later one may commit first.
 */
export interface PostgresEvent {
  /** 64 bit transaction number, decimal. */
  xid: bigint;
  /** Position of the commit in the log: `0/16B3748` as one number. */
  commit: bigint;
  /** Place of the change in its transaction, from 0. */
  place: number;
}

/** @example postgresEventVersion({ xid: 741n, commit: 23803720n, place: 0 }).value // 'e741:00000000016b3748:0' */
export function postgresEventVersion({ xid, commit, place }: PostgresEvent, epoch = 0): SourceVersion {
  const value = `e${xid}:${commit.toString(16).padStart(16, '0')}:${place}`;
  return { kind: 'pg', epoch, value, granularityMs: 0 };
}

/** @param snapshot text of pg_current_snapshot(): `740:743:741`. @example postgresSnapshotVersion('740:743:741') */
export function postgresSnapshotVersion(snapshot: string, epoch = 0): SourceVersion {
  return { kind: 'pg', epoch, value: `s${snapshot}`, granularityMs: 0 };
}

/** How two values of kind `pg` stand to each other; `incomparable` when one can't be read. */
export function comparePostgresVersions(a: string, b: string): VersionOrder {
  if (a === b) return 'equal';
  const left = read(a);
  const right = read(b);
  if (left === null || right === null) return 'incomparable';
  if ('xid' in left)
    return 'xid' in right ? compareEvents(left, right) : isVisible(left.xid, right) ? 'older' : 'newer';
  if ('xid' in right) return isVisible(right.xid, left) ? 'newer' : 'older';
  return compareSnapshots(left, right);
}

interface Snapshot {
  xmin: bigint;
  xmax: bigint;
  /** Transactions that were open in between. */
  open: readonly bigint[];
}

function compareEvents(a: PostgresEvent, b: PostgresEvent): VersionOrder {
  if (a.commit !== b.commit) return a.commit < b.commit ? 'older' : 'newer';
  if (a.place === b.place) return 'equal';
  return a.place < b.place ? 'older' : 'newer';
}

/** Snapshots of one primary only ever grow: what one saw a later one sees too. */
function compareSnapshots(a: Snapshot, b: Snapshot): VersionOrder {
  if (a.xmax !== b.xmax) return a.xmax < b.xmax ? 'older' : 'newer';
  if (a.xmin !== b.xmin) return a.xmin < b.xmin ? 'older' : 'newer';
  if (a.open.length === b.open.length) return 'equal';
  return a.open.length > b.open.length ? 'older' : 'newer';
}

function isVisible(xid: bigint, { xmin, xmax, open }: Snapshot): boolean {
  if (xid < xmin) return true;
  return xid < xmax && !open.includes(xid);
}

function read(value: string): PostgresEvent | Snapshot | null {
  if (value === lastRead.value) return lastRead.parsed;
  const parsed = parse(value);
  lastRead = { value, parsed };
  return parsed;
}

// All rows of a page share their snapshot, so the last one read is kept.
let lastRead: { value: string; parsed: PostgresEvent | Snapshot | null } = { value: '', parsed: null };

function parse(value: string): PostgresEvent | Snapshot | null {
  const event = /^e(\d+):([0-9a-f]{16}):(\d+)$/.exec(value);
  if (event !== null)
    return { xid: BigInt(event[1] ?? 0), commit: BigInt(`0x${event[2]}`), place: Number(event[3]) };
  const snapshot = /^s(\d+):(\d+):((?:\d+(?:,\d+)*)?)$/.exec(value);
  if (snapshot === null) return null;
  const open = (snapshot[3] ?? '').split(',').filter((xid) => xid !== '');
  return { xmin: BigInt(snapshot[1] ?? 0), xmax: BigInt(snapshot[2] ?? 0), open: open.map(BigInt) };
}
