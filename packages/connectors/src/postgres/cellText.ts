import type { Value } from '@syncline/model';
import type { ColumnShape } from './tableShape.ts';

export type WriteCell = (value: Value) => string | null;

/** How a value is written to a column, chosen once per column: as text that the server casts to the column's type. */
export function cellWriter(column: Pick<ColumnShape, 'castType' | 'category'>): WriteCell {
  // A text in a JSON column is a JSON text, as it was read: never parsed on the way.
  if (column.castType === 'json' || column.castType === 'jsonb')
    return (value) => (value === null ? null : JSON.stringify(value));
  if (column.castType === 'bytea')
    return (value) =>
      typeof value === 'string' ? `\\x${Buffer.from(value, 'base64').toString('hex')}` : plainText(value);
  if (column.category === 'A')
    return (value) => (Array.isArray(value) ? arrayText(value, plainText) : plainText(value));
  return plainText;
}

function plainText(value: Value): string | null {
  if (typeof value === 'string') return value;
  if (value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The array notation of PostgreSQL. Lists inside lists become dimensions.
 *
 * @example arrayText(['a', null, 'b"c'], (item) => item) // '{"a",NULL,"b\\"c"}'
 */
export function arrayText<T>(items: readonly T[], write: (item: T) => string | null): string {
  // Joined at the end: put together piece by piece, a batch leaves megabytes of garbage.
  const parts = items.map((item) => (Array.isArray(item) ? arrayText(item, write) : cellText(write(item))));
  return `{${parts.join(',')}}`;
}

function cellText(cell: string | null): string {
  if (cell === null) return 'NULL';
  return needsEscape.test(cell) ? `"${cell.replace(escaped, '\\$&')}"` : `"${cell}"`;
}

const needsEscape = /["\\]/;
const escaped = /["\\]/g;
