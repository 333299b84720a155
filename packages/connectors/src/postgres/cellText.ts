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
  let text = '{';
  let isFirst = true;
  for (const item of items) {
    if (isFirst) isFirst = false;
    else text += ',';
    if (Array.isArray(item)) {
      text += arrayText(item, write);
      continue;
    }
    const cell = write(item);
    if (cell === null) text += 'NULL';
    else if (needsEscape.test(cell)) text += `"${cell.replace(escaped, '\\$&')}"`;
    else text += `"${cell}"`;
  }
  return `${text}}`;
}

const needsEscape = /["\\]/;
const escaped = /["\\]/g;
