import type { DataRecord } from '@syncline/model';
import type { CsvRow } from './csvCutter.ts';

/**
 * Column names from the first row: trimmed; an empty one is `column_3`, a repeated one gets `_2`. Every cell can be
 * reached by a name of its own, and none is lost silently.
 *
 * @example nameColumns([' Id ', null, 'Id']) // ['Id', 'column_2', 'Id_2']
 */
export function nameColumns(row: CsvRow): string[] {
  const taken = new Set<string>();
  return row.map((cell, at) => {
    const wanted = (plainCell(cell) ?? '').trim() || `column_${at + 1}`;
    let name = wanted;
    for (let turn = 2; taken.has(name); turn += 1) name = `${wanted}_${turn}`;
    taken.add(name);
    return name;
  });
}

/** @example numberColumns(2) // ['column_1', 'column_2'] */
export const numberColumns = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `column_${at + 1}`);

/** A row as a record of own properties. A column named `__proto__` would set the prototype if it were assigned. */
export function recordOf(names: readonly string[], row: CsvRow): DataRecord {
  const record: DataRecord = {};
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? '';
    const value = plainCell(row[at] ?? null);
    if (name === '__proto__')
      Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
    else record[name] = value;
  }
  return record;
}

/** Spreadsheets and our own writer put an apostrophe before text that looks like a formula; it is not part of it. */
function plainCell(cell: string | null): string | null {
  return cell !== null && cell.charCodeAt(0) === 39 && /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
