import type { DataRecord } from '@syncline/model';
import { parseExact } from '../json/parseExact.ts';
import { type Cutter, type Encoding, textOf } from './cutFile.ts';

/** Cuts one JSON object per line; an empty line gives null. */
export function ndjsonCutter(encoding: Encoding): Cutter<DataRecord | null> {
  return (data, at, isLast) => {
    const lineEnd = data.indexOf(10, at);
    if (lineEnd === -1 && !isLast) return 'more';
    const stop = lineEnd === -1 ? data.length : lineEnd;
    const place = { next: lineEnd === -1 ? data.length : lineEnd + 1, lines: 1 };
    const text = textOf(data, at, stop, encoding).trim();
    if (text === '') return { ...place, value: null };
    const parsed = parseExact(text);
    if (!parsed.ok) return { ...place, problem: `The line is not a JSON object: ${parsed.message}.` };
    const { value } = parsed;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { ...place, problem: 'The line is JSON, but not an object.' };
    return { ...place, value };
  };
}
