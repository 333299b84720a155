import type { ReferenceTable } from '@syncline/model';

/** A reference table as text to edit: a head line, then a line per row, cells divided by tabs as a spreadsheet pastes them. */
export function tableText({ key, rows }: ReferenceTable): string {
  const columns = [key, ...new Set(rows.flatMap((row) => Object.keys(row)).filter((name) => name !== key))];
  return [
    columns.join('\t'),
    ...rows.map((row) => columns.map((name) => String(row[name] ?? '')).join('\t')),
  ].join('\n');
}

/**
 * Reads the text back. Cells may be divided by tabs, semicolons or commas: by the first of these in the head line.
 *
 * @returns the table, or what is wrong in words.
 * @example readTable('name\tcode\nCroatia\tHR') // { key: 'name', rows: [{ name: 'Croatia', code: 'HR' }] }
 */
export function readTable(text: string): ReferenceTable | string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const head = lines[0] ?? '';
  const separator = ['\t', ';', ','].find((mark) => head.includes(mark));
  if (separator === undefined)
    return 'The first line names the columns, at least two, divided by tabs, semicolons or commas.';
  const columns = head.split(separator).map((name) => name.trim());
  const [key] = columns;
  if (!key || columns.some((name) => name === '')) return 'Every column needs a name in the first line.';
  if (new Set(columns).size < columns.length) return 'Two columns have the same name.';
  if (lines.length - 1 > 5000) return `A table has at most 5,000 rows; this one has ${lines.length - 1}.`;
  const seen = new Set<string>();
  const rows: ReferenceTable['rows'] = [];
  for (const [index, line] of lines.slice(1).entries()) {
    const cells = line.split(separator).map((cell) => cell.trim());
    if (cells.length > columns.length)
      return `Line ${index + 2} has ${cells.length} cells, ${columns.length} are expected.`;
    const name = cells[0] ?? '';
    if (name === '') return `Line ${index + 2} has no ${key}.`;
    if (seen.has(name)) return `Line ${index + 2}: ${name} is there twice.`;
    seen.add(name);
    rows.push(Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])));
  }
  return { key, rows };
}
