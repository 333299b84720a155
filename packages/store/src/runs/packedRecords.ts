import type { AttemptRecord } from '@syncline/engine';
import { cleanText } from '../database/cleanText.ts';

/**
 * The records of a batch by columns: what all have in common is kept once. Hashes come first, because they can't be
 * packed: the database sees that at once and does not try.
 */
export interface PackedRecords {
  hash: string[];
  key: string[];
  op: Column<AttemptRecord['op']>;
  version: Column<string>;
  known: Column<boolean>;
}

type Column<T> = { all: T } | { each: T[] };

export function packRecords(records: readonly AttemptRecord[]): PackedRecords {
  return {
    hash: records.map(({ hash }) => hash),
    key: records.map(({ key }) => cleanText(key)),
    op: packColumn(records.map(({ op }) => op)),
    version: packColumn(records.map(({ version }) => version)),
    known: packColumn(records.map(({ known }) => known)),
  };
}

export function unpackRecords({ hash, key, op, version, known }: PackedRecords): AttemptRecord[] {
  return key.map((text, at) => ({
    key: text,
    hash: hash[at] ?? '',
    op: valueAt(op, at),
    version: valueAt(version, at),
    known: valueAt(known, at),
  }));
}

function packColumn<T>(values: T[]): Column<T> {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? { all: first } : { each: values };
}

function valueAt<T>(column: Column<T>, at: number): T {
  if ('all' in column) return column.all;
  const value = column.each[at];
  if (value === undefined) throw new Error(`an intent has no record ${at}`);
  return value;
}
