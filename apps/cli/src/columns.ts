/**
 * Rows as lines with equal columns, two spaces between; the last column is not padded.
 *
 * @example alignColumns([['Read', '120'], ['Cleaned', '7']], [1]) // ['Read     120', 'Cleaned    7']
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  alignedRight: readonly number[] = [],
): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        alignedRight.includes(column)
          ? cell.padStart(widths[column] ?? 0)
          : column === row.length - 1
            ? cell
            : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** @example countOf(1, 'record') // '1 record' */
export const countOf = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** A sentence with its full stop. @example sentence('It is late') // 'It is late.' */
export const sentence = (text: string) => (/[.!?:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
