import { comparePostgresVersions } from './postgresVersion.ts';
import type { DataRecord } from './schema.ts';

/**
 * The version a source states for a record. Order is defined only inside one `kind` and `epoch`; everything else is
 * incomparable, and the engine then decides by re-reading or by arrival.
 */
export interface SourceVersion {
  kind: 'pg' | 'pgxid' | 'lsn' | 'seq' | 'ts' | 'etag' | 'none';
  epoch: number;
  /** Fixed-width or numeric text; see `compareVersions`. */
  value: string;
  /** Several writes may share one value within this many milliseconds. 0 = every write has its own. */
  granularityMs: number;
}

export const noVersion: SourceVersion = { kind: 'none', epoch: 0, value: '', granularityMs: 0 };

/** The one envelope every feeder emits: a proposal that record `key` has this state. */
export interface Change {
  stream: string;
  /** Identity of the record in its source as text; a composite key is the JSON text of its list of values. */
  key: string;
  op: 'upsert' | 'delete';
  version: SourceVersion;
  record: DataRecord;
  /** RFC 3339, when the source says it changed; null when it doesn't say. */
  sourceTs: string | null;
  /** RFC 3339, when Syncline had it. */
  receivedTs: string;
  /** Id of the event at its sender, for tracing. */
  eventId?: string;
}

/**
 * Word that a record changed, without its new state (or with a part of it only): the engine reads the record again by its
 * key, while nobody else works on it. One that is said twice costs a read, never a write.
 */
export interface Hint {
  stream: string;
  /** Identity of the record in its source, as in `Change`. */
  key: string;
  /** RFC 3339, when Syncline had it. */
  receivedTs: string;
  eventId?: string;
}

/** A piece of input which could not even become a change: a broken CSV row, a body that is not JSON. */
export interface RejectedInput {
  /** Where it stood: `line 17`, `event 4711`. */
  place: string;
  code: string;
  message: string;
  /** What was read, cut to 8 KiB. */
  raw: string;
}

export type VersionOrder = 'older' | 'newer' | 'equal' | 'incomparable';

/**
 * How `a` stands to `b`.
 *
 * @example compareVersions(seq('9'), seq('10')) // 'older'
 */
export function compareVersions(a: SourceVersion, b: SourceVersion): VersionOrder {
  if (a.kind === 'none' || b.kind === 'none' || a.kind !== b.kind || a.epoch !== b.epoch)
    return 'incomparable';
  if (a.kind === 'pg') return comparePostgresVersions(a.value, b.value);
  if (a.value === b.value) return a.granularityMs > 0 ? 'incomparable' : 'equal';
  if (a.kind === 'etag') return 'incomparable';
  return isOlder(a, b) ? 'older' : 'newer';
}

const digits = /^\d+$/;

function isOlder(a: SourceVersion, b: SourceVersion): boolean {
  if (digits.test(a.value) && digits.test(b.value)) return BigInt(a.value) < BigInt(b.value);
  return a.value < b.value;
}

/**
 * Identity text of one or several key values: 17 and "17" are one record; a composite key keeps its order.
 *
 * @returns null when a part is missing, null or empty: such a record has no identity and can't be synced.
 * @example keyText([17]) // '17'
 * @example keyText(['a', 2]) // '["a","2"]'
 */
export function keyText(values: readonly unknown[]): string | null {
  const parts: string[] = [];
  for (const value of values) {
    const part = typeof value === 'object' && value !== null ? JSON.stringify(value) : keyPart(value);
    if (part === null) return null;
    parts.push(part);
  }
  if (parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? null) : JSON.stringify(parts);
}

function keyPart(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  return String(value);
}
