import type { DataRecord } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePath, formatPath, PathError, parsePath, readPath } from './path.ts';

function positionOf(text: string): number {
  try {
    parsePath(text);
  } catch (error) {
    if (error instanceof PathError) return error.position;
    throw error;
  }
  throw new Error(`${text} was read`);
}

describe('a path', () => {
  it.each([
    ['email', ['email']],
    ['address.city', ['address', 'city']],
    ['lines[0].sku', ['lines', 0, 'sku']],
    ['lines[-1]', ['lines', -1]],
    ['["odd.name"]', ['odd.name']],
    ['a["b c"][2]', ['a', 'b c', 2]],
    ['First Name', ['First Name']],
    ['["with \\"quotes\\""]', ['with "quotes"']],
    ['Größe.µ', ['Größe', 'µ']],
    ['$id-1', ['$id-1']],
  ])('%s is read as its parts', (text, parts) => {
    expect(parsePath(text)).toEqual(parts);
  });

  it.each([
    ['', 0],
    ['a.', 2],
    ['.a', 0],
    ['a..b', 2],
    ['a[', 1],
    ['a[x]', 2],
    ['a[1.5]', 2],
    ['a[0]b', 4],
    ['["a]', 1],
    ['["a"', 4],
    ['[""]', 1],
    ['a]', 1],
    ['a"b', 1],
    [' a', 0],
    ['a .b', 2],
    ['a.[0]', 2],
  ])('%j is refused at the character that does not fit', (text, position) => {
    expect(positionOf(text)).toBe(position);
  });

  it('written from its parts is read back as the same parts', () => {
    const part = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.integer({ min: -999, max: 999 }),
      fc.constantFrom('a.b', 'a[0]', '"', '\\', ' ', 'First Name', '__proto__'),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        expect(parsePath(formatPath(parts))).toEqual(parts);
      }),
    );
  });

  it('never breaks on any text: it is read, or refused with a position inside it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        try {
          expect(parsePath(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(PathError);
          expect(positionOf(text)).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe('reading by path', () => {
  const record: DataRecord = {
    email: 'a@b.ch',
    address: { city: 'Bern', lines: ['x', 'y'] },
    'odd.name': 1,
    nothing: null,
    blank: '',
  };

  it.each([
    ['email', 'a@b.ch'],
    ['address.city', 'Bern'],
    ['address.lines[1]', 'y'],
    ['address.lines[-1]', 'y'],
    ['["odd.name"]', 1],
    ['nothing', null],
    ['blank', ''],
    ['missing', undefined],
    ['nothing.inside', undefined],
    ['email.length', undefined],
    ['address.lines.length', undefined],
    ['address.lines[9]', undefined],
    ['address[0]', undefined],
  ])('%s gives the value that is there, and nothing else', (path, value) => {
    expect(readPath(record, path)).toEqual(value);
    expect(compilePath(path)(record)).toEqual(value);
  });

  it.each([
    'toString',
    'constructor',
    'hasOwnProperty',
    '__proto__',
    'constructor.name',
    '__proto__.polluted',
  ])('%s gives an own field or nothing, never what is inherited (attack case 3)', (path) => {
    expect(readPath({}, path)).toBeUndefined();
    expect(compilePath(path)({})).toBeUndefined();
    expect(compilePath(`a.${path}`)({ a: {} })).toBeUndefined();
    expect(compilePath(`a.b.${path}`)({ a: { b: [] } })).toBeUndefined();
  });

  it('gives own fields that have the names of inherited ones', () => {
    const hostile: DataRecord = JSON.parse('{"__proto__": "own", "constructor": 1, "toString": {"a": true}}');
    expect(readPath(hostile, '__proto__')).toBe('own');
    expect(compilePath('constructor')(hostile)).toBe(1);
    expect(compilePath('toString.a')(hostile)).toBe(true);
  });

  it('reads any JSON by any path without reaching a prototype', () => {
    const names = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', 'length', 0, 1, -1);
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.array(names, { minLength: 1, maxLength: 4 }),
        (json, path) => {
          const text = JSON.stringify(json);
          const read: DataRecord = JSON.parse(text);
          const value = readPath(read, path);
          expect(typeof value).not.toBe('function');
          if (value !== undefined) expect(text).toContain(JSON.stringify(value));
        },
      ),
    );
  });
});
