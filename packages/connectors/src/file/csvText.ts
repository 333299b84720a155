import type { DataRecord, Value } from '@syncline/model';

const looksLikeFormula = /^'*[=+\-@\t\r]/;
const isNumber = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const needsQuotes = /[",\r\n]/;

/**
 * One cell. Text that a spreadsheet would run as a formula gets an apostrophe in front, numbers stay as they are; our
 * reader takes that apostrophe off again. Empty text is written as `""`, nothing as nothing.
 *
 * @example csvCell('=1+1') // "'=1+1"
 * @example csvCell(-5) // '-5'
 */
function csvCell(value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  if (value === '') return '""';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe =
    typeof value === 'string' && looksLikeFormula.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its end. */
export const csvLine = (cells: readonly (Value | undefined)[]): string => `${cells.map(csvCell).join(',')}\n`;

/** @example csvRow(['id', 'name'], { id: 1, name: 'Ann' }) // '1,Ann\n' */
export const csvRow = (columns: readonly string[], record: DataRecord): string =>
  csvLine(columns.map((name) => (Object.hasOwn(record, name) ? record[name] : null)));
