import type { DataRecord, Value } from '@syncline/model';

/** A path into a record, taken apart: names, and places in a list (from 0; negative counts from the end). */
export type Path = readonly (string | number)[];

/** A path that can't be read. `position` counts characters from 0. */
export class PathError extends Error {
  override name = 'PathError';
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/**
 * Reads a path as people write it. A name may hold spaces; dots, brackets and quotes need `["…"]`.
 *
 * @throws PathError with the position of the first character that doesn't fit.
 * @example parsePath('lines[0].sku') // ['lines', 0, 'sku']
 * @example parsePath('["odd.name"]') // ['odd.name']
 */
export function parsePath(text: string): Path {
  const parts: (string | number)[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '[') {
      at = readBracket(text, at, parts);
    } else {
      at = readName(text, at, parts);
    }
    if (at === text.length) break;
    if (text[at] === '.') {
      at += 1;
      if (at === text.length || text[at] === '.' || text[at] === '[') {
        throw new PathError('A field name is missing after the dot.', at);
      }
    } else if (text[at] !== '[') {
      throw new PathError('Put a dot between two names.', at);
    }
  }
  if (parts.length === 0) throw new PathError('Name a field.', 0);
  return parts;
}

function readName(text: string, start: number, parts: (string | number)[]): number {
  let end = start;
  while (end < text.length && !'.[]"'.includes(text.charAt(end))) end += 1;
  if (text[end] === ']' || text[end] === '"') {
    throw new PathError(`Write names with ${text[end]} inside as ["…"].`, end);
  }
  const name = text.slice(start, end);
  if (name === '') throw new PathError('A field name is missing.', start);
  if (name.trim() !== name) {
    throw new PathError(
      'Remove the space around the name, or write it as ["…"].',
      name.trimStart() === name ? end : start,
    );
  }
  parts.push(name);
  return end;
}

function readBracket(text: string, start: number, parts: (string | number)[]): number {
  if (text[start + 1] === '"') return readQuoted(text, start + 1, parts);
  const end = text.indexOf(']', start);
  if (end === -1) throw new PathError('The bracket is not closed.', start);
  const inside = text.slice(start + 1, end);
  if (!/^-?\d{1,9}$/.test(inside)) {
    throw new PathError('Brackets hold a whole number, or a name in double quotes.', start + 1);
  }
  parts.push(Number(inside));
  return end + 1;
}

function readQuoted(text: string, start: number, parts: (string | number)[]): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw new PathError('The quoted name is not closed.', start);
  if (text[end + 1] !== ']') throw new PathError('A closing bracket is missing after the name.', end + 1);
  parts.push(unquote(text.slice(start, end + 1), start));
  return end + 2;
}

function unquote(quoted: string, position: number): string {
  try {
    const name: unknown = JSON.parse(quoted);
    if (typeof name === 'string' && name !== '') return name;
  } catch {
    // Falls through to the one message for every text JSON can't read as a name.
  }
  throw new PathError('The quoted name is empty or has a bad escape.', position);
}

const plainName = /^[^.[\]"\s](?:[^.[\]"]*[^.[\]"\s])?$/;

/** Writes a path so that `parsePath` gives it back. @example formatPath(['a', 0, 'b.c']) // 'a[0]["b.c"]' */
export function formatPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (plainName.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/**
 * The value at a path. Own properties only: a path never reaches what an object inherits.
 *
 * @example readPath({ address: { city: 'Bern' } }, 'address.city') // 'Bern'
 */
export function readPath(record: DataRecord, path: Path | string): Value | undefined {
  let value: Value | undefined = record;
  for (const part of typeof path === 'string' ? parsePath(path) : path) {
    value = readPart(value, part);
    if (value === undefined) return undefined;
  }
  return value;
}

function readPart(value: Value | undefined, part: string | number): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return typeof part === 'number' ? value.at(part) : undefined;
  return typeof part === 'string' && Object.hasOwn(value, part) ? value[part] : undefined;
}

/** Reads one value out of a record. */
export type PathReader = (record: DataRecord) => Value | undefined;

/**
 * A reader for the hot path: the path is taken apart once.
 *
 * @throws PathError when the path can't be read.
 */
export function compilePath(text: string): PathReader {
  const path = parsePath(text);
  const [first, second] = path;
  if (path.length === 1 && typeof first === 'string') {
    // A name that nothing inherits needs no look whether the record has it itself.
    if (!(first in Object.prototype)) return (record) => record[first];
    return (record) => (Object.hasOwn(record, first) ? record[first] : undefined);
  }
  if (path.length === 2 && typeof first === 'string' && second !== undefined) {
    return (record) => (Object.hasOwn(record, first) ? readPart(record[first], second) : undefined);
  }
  return (record) => readPath(record, path);
}
