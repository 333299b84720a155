import {
  type Change,
  type DataRecord,
  keyText,
  noVersion,
  type RejectedInput,
  type SourceVersion,
} from '@syncline/model';
import type { CursorKind, ReadTarget } from './readPlan.ts';
import type { BuildRecord, RawRow } from './rowBuilder.ts';

interface Stated {
  version: SourceVersion;
  sourceTs: string | null;
}

const nothingStated: Stated = { version: noVersion, sourceTs: null };
const wholeTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * What the cursor says of a row's version. Times have nine decimals, the width every feeder writes; two changes may
 * share one time, so equal ones tell nothing.
 *
 * @example versionOf('number', 42).version.value // '42'
 */
export function versionOf(kind: CursorKind, value: unknown): Stated {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (kind === 'number' || kind === 'xid') {
    if (!/^\d+$/.test(text)) return nothingStated;
    const counted = kind === 'xid' ? 'pgxid' : 'seq';
    return { version: { kind: counted, epoch: 0, value: text, granularityMs: 0 }, sourceTs: null };
  }
  if (kind === 'date') {
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) return nothingStated;
    const start = `${text}T00:00:00.000000000Z`;
    return { version: { kind: 'ts', epoch: 0, value: start, granularityMs: 86_400_000 }, sourceTs: start };
  }
  if (!wholeTime.test(text)) return nothingStated;
  const fixed = `${text.slice(0, 19)}.${text.slice(20, -1).padEnd(9, '0')}Z`;
  return { version: { kind: 'ts', epoch: 0, value: fixed, granularityMs: 1 }, sourceTs: text };
}

/** A row as the envelope, or as what could not become one because it has no identity. */
export function changeOf(
  target: ReadTarget,
  build: BuildRecord,
  row: RawRow,
  receivedTs: string,
  rowNumber: number,
): Change | RejectedInput {
  const record = build(row);
  const key = keyText(target.key.map((name) => record[name]));
  if (key === null)
    return {
      place: `row ${rowNumber}`,
      code: 'source.no-key',
      message: `The key (${target.key.join(', ')}) is empty.`,
      raw: JSON.stringify(record).slice(0, 8192),
    };
  return proposalOf(target, key, record, receivedTs);
}

/** A record with the version its cursor states. */
export function proposalOf(
  { cursor, stream }: ReadTarget,
  key: string,
  record: DataRecord,
  receivedTs: string,
): Change {
  const { version, sourceTs } =
    cursor === null ? nothingStated : versionOf(cursor.kind, record[cursor.column]);
  return { stream, key, op: 'upsert', version, record, sourceTs, receivedTs };
}
