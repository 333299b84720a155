import { type CutResult, type Cutter, type Encoding, textOf } from './cutFile.ts';

export interface CsvShape {
  delimiter: string;
  /** '' = none. */
  quote: string;
  encoding: Encoding;
}

/** null = an empty cell, '' = an empty cell in quotes. */
export type CsvRow = (string | null)[];

const newline = 10;
const carriageReturn = 13;

/**
 * Cuts CSV rows: quotes double inside quotes, line breaks may stand inside them. A row with a wrong quote costs its own
 * line only. An empty line is an empty row.
 */
export function csvCutter(shape: CsvShape): Cutter<CsvRow> {
  const quote = shape.quote === '' ? -1 : shape.quote.charCodeAt(0);
  const delimiter = shape.delimiter.charCodeAt(0);
  // The next quote is remembered per chunk, so that a file without quotes is searched for them once.
  let seenData: Buffer | null = null;
  let nextQuote = -1;
  return (data, at, isLast) => {
    if (seenData !== data || (nextQuote !== -1 && nextQuote < at)) {
      seenData = data;
      nextQuote = quote === -1 ? -1 : data.indexOf(quote, at);
    }
    const lineEnd = data.indexOf(newline, at);
    if (lineEnd === -1 && !isLast) return 'more';
    const stop = lineEnd === -1 ? data.length : lineEnd;
    const next = lineEnd === -1 ? data.length : lineEnd + 1;
    if (nextQuote === -1 || nextQuote >= stop) {
      const text = textOf(
        data,
        at,
        stop - (data[stop - 1] === carriageReturn && stop > at ? 1 : 0),
        shape.encoding,
      );
      if (text.includes('\ufffd') && shape.encoding === 'utf-8') return badText(next, 1);
      return { next, lines: 1, value: text === '' ? [] : splitPlain(text, shape.delimiter) };
    }
    const found = cutQuoted(data, at, isLast, quote, delimiter, shape.encoding);
    return found === 'wrong'
      ? { next, lines: 1, problem: 'The quotes of this row are not closed rightly.' }
      : found;
  };
}

function badText(next: number, lines: number): CutResult<CsvRow> {
  return { next, lines, problem: 'The row is not valid UTF-8. Choose the encoding the file was written in.' };
}

function splitPlain(text: string, delimiter: string): CsvRow {
  const cells: CsvRow = text.split(delimiter);
  for (let at = 0; at < cells.length; at += 1) if (cells[at] === '') cells[at] = null;
  return cells;
}

function cutQuoted(
  data: Buffer,
  start: number,
  isLast: boolean,
  quote: number,
  delimiter: number,
  encoding: Encoding,
): CutResult<CsvRow> | 'wrong' {
  const missing = isLast ? 'wrong' : 'more';
  const cells: CsvRow = [];
  let lines = 1;
  let at = start;
  for (;;) {
    if (data[at] === quote) {
      const close = findClose(data, at + 1, quote);
      if (close === -1 || (close + 1 === data.length && !isLast)) return missing;
      const text = textOf(data, at + 1, close, encoding);
      const sign = String.fromCharCode(quote);
      cells.push(text.includes(sign) ? text.replaceAll(sign + sign, sign) : text);
      lines += countLines(text);
      at = close + 1;
      if (data[at] === carriageReturn && (data[at + 1] === newline || at + 1 === data.length)) at += 1;
      if (at < data.length && data[at] !== delimiter && data[at] !== newline) return 'wrong';
      if (at === data.length && !isLast) return 'more';
    } else {
      const from = at;
      while (at < data.length && data[at] !== delimiter && data[at] !== newline) at += 1;
      if (at === data.length && !isLast) return 'more';
      const isEnd = at === data.length || data[at] === newline;
      const to = isEnd && at > from && data[at - 1] === carriageReturn ? at - 1 : at;
      cells.push(from === to ? null : textOf(data, from, to, encoding));
    }
    if (at >= data.length || data[at] === newline) break;
    at += 1;
  }
  const next = Math.min(at + 1, data.length);
  if (encoding === 'utf-8' && cells.some((cell) => cell?.includes('\ufffd'))) return badText(next, lines);
  return { next, lines, value: cells };
}

function findClose(data: Buffer, from: number, quote: number): number {
  let at = data.indexOf(quote, from);
  while (at !== -1 && data[at + 1] === quote) at = data.indexOf(quote, at + 2);
  return at;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** The delimiter that splits the first lines most evenly; a comma when nothing tells, but last: numbers hold it too. */
export function guessDelimiter(head: string, quote: string): string {
  const lines = withoutQuoted(head, quote)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, 10);
  let best = ',';
  let bestScore = 0;
  for (const delimiter of ['\t', ';', '|', ',']) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const [first = 0] = counts;
    const even = counts.filter((count) => count === first).length / Math.max(counts.length, 1);
    const score = first === 0 ? 0 : even * 1000 + first;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

function withoutQuoted(text: string, quote: string): string {
  if (quote === '') return text;
  return text
    .split(quote)
    .filter((_, at) => at % 2 === 0)
    .join('');
}
