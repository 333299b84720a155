import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceVersion, timeVersion } from './changeVersion.ts';
import { inferSchema } from './inferSchema.ts';
import { parseExact } from './parseExact.ts';
import { readText } from './readText.ts';
import { findUnstorable } from './storable.ts';
import { pathProblem, valueAt } from './valuePath.ts';

const parsed = (text: string) => {
  const result = parseExact(text);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

describe('reading JSON', () => {
  it('keeps every digit of an id that a double would round', () => {
    expect(parsed('{"id":9007199254740993,"big":-12345678901234567890}')).toEqual({
      id: '9007199254740993',
      big: '-12345678901234567890',
    });
    expect(parsed('[9007199254740991]')).toEqual([9007199254740991]);
  });

  it('keeps decimals as numbers while no digit is lost, else as text', () => {
    expect(parsed('[12.50,0.1,1.5e3,1e-7]')).toEqual([12.5, 0.1, 1500, 1e-7]);
    expect(parsed('[0.12345678901234567890]')).toEqual(['0.12345678901234567890']);
  });

  it('never makes Infinity of a huge number', () => {
    expect(parsed('{"n":1e400}')).toEqual({ n: '1e400' });
  });

  it('agrees with JSON.parse on whatever JSON.stringify writes', async () => {
    await fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const plain: unknown = JSON.parse(text);
        const numbersAsText = (_: string, inner: unknown) =>
          typeof inner === 'number' && Number.isInteger(inner) && !Number.isSafeInteger(inner)
            ? JSON.stringify(inner)
            : inner;
        expect(parsed(text)).toEqual(JSON.parse(JSON.stringify(plain, numbersAsText)));
      }),
    );
  });

  it('answers broken and too deeply nested text with a message that quotes nothing of it', () => {
    expect(parseExact('')).toEqual({ ok: false, message: 'it is empty' });
    expect(parseExact('<html>secret@example.com')).toMatchObject({ ok: false });
    const broken = parseExact('{"mail": secret@example.com}');
    expect(broken.ok ? '' : broken.message).not.toContain('secret');
    expect(parseExact('['.repeat(100_000))).toEqual({
      ok: false,
      message: 'it is nested deeper than 100 levels',
    });
    expect(parseExact(`${'['.repeat(100)}${']'.repeat(100)}`).ok).toBe(true);
    expect(parseExact(`["${'['.repeat(500)}\\"${'{'.repeat(500)}"]`).ok).toBe(true);
  });

  it('holds a field named __proto__ as data', () => {
    const value = parsed('{"__proto__":{"admin":true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(valueAt(value, 'admin')).toBeUndefined();
  });
});

describe('reading text', () => {
  it('drops a byte order mark, follows the charset and refuses broken bytes', () => {
    expect(readText(Buffer.from('\ufeff{}'), 'application/json')).toEqual({ ok: true, text: '{}' });
    expect(readText(Buffer.from([0xe9]), 'text/plain; charset=iso-8859-1')).toEqual({ ok: true, text: 'é' });
    expect(readText(Buffer.from([0xe9]), undefined)).toEqual({ ok: false, message: 'it is not valid utf-8' });
    expect(readText(Buffer.from('a'), 'text/plain; charset=klingon')).toMatchObject({ ok: false });
  });
});

describe('paths', () => {
  it('walks names, list places and quoted names', () => {
    const value = { data: { items: [{ id: 7 }] }, 'odd.name': 1 };
    expect(valueAt(value, 'data.items[0].id')).toBe(7);
    expect(valueAt(value, 'data.items.0.id')).toBe(7);
    expect(valueAt(value, '["odd.name"]')).toBe(1);
    expect(valueAt(value, '')).toBe(value);
  });

  it('never reaches inherited names', () => {
    for (const path of ['constructor', 'toString', '__proto__', 'list.length.constructor', 'list.map']) {
      expect(valueAt({ list: [1] }, path)).toBeUndefined();
    }
  });

  it('says when a path can not be read', () => {
    expect(pathProblem('data.items[0]["a b"].c')).toBeNull();
    for (const path of ['a..b', '.a', 'a.', 'a[', 'a[x]', 'a"b']) expect(pathProblem(path)).not.toBeNull();
  });
});

describe('texts that no database stores', () => {
  it('finds NUL and half characters, in names too', () => {
    expect(findUnstorable({ a: { b: 'x\u0000' } })).toBe('a.b holds a NUL character');
    expect(findUnstorable([{ n: '\ud800' }])).toContain('0.n holds half a character');
    expect(findUnstorable({ '\udfff': 1 })).toContain('name of a field');
    expect(findUnstorable({ ok: '😀', n: null })).toBeNull();
  });
});

describe('versions', () => {
  it('puts times of any precision and zone into one comparable form', () => {
    const written = [
      ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000000000Z'],
      ['2026-01-02T03:04:05.123456Z', '2026-01-02T03:04:05.123456000Z'],
      ['2026-01-02T04:04:05.5+01:00', '2026-01-02T03:04:05.500000000Z'],
      ['2026-01-02 03:04:05', '2026-01-02T03:04:05.000000000Z'],
      [1767323045, '2026-01-02T03:04:05.000000000Z'],
      [1767323045250, '2026-01-02T03:04:05.250000000Z'],
      ['Fri, 02 Jan 2026 03:04:05 GMT', '2026-01-02T03:04:05.000000000Z'],
    ] as const;
    for (const [from, to] of written) expect(timeVersion(from)?.version.value).toBe(to);
    expect(timeVersion('2026-01-02T03:04:05Z')?.version.granularityMs).toBe(1000);
    expect(timeVersion('2026-01-02T03:04:05.1Z')?.version.granularityMs).toBe(1);
  });

  it('takes nothing for a time that is none', () => {
    for (const value of ['soon', '', null, true, {}, '2026-13-40T00:00:00Z', '1']) {
      expect(timeVersion(value)?.version.value ?? null).toBe(
        value === '1' ? '1970-01-01T00:00:01.000000000Z' : null,
      );
    }
  });

  it('reads sequence numbers of any length', () => {
    expect(sequenceVersion('12345678901234567890')?.version.value).toBe('12345678901234567890');
    expect(sequenceVersion('x1')).toBeNull();
    expect(sequenceVersion(-1)).toBeNull();
  });
});

describe('inferring a schema', () => {
  it('finds types, gaps and nested fields', () => {
    const schema = inferSchema(
      [
        {
          id: 1,
          email: 'a@b.example',
          at: '2026-01-02T03:04:05Z',
          price: 1,
          address: { city: 'Ulm' },
          tags: [],
        },
        { id: 2, email: null, at: '2026-01-02', price: 1.5, 'odd.name': true, link: 'https://a.example/x' },
      ],
      ['id'],
    );
    const types = Object.fromEntries(schema.fields.map(({ name, type }) => [name, type]));
    expect(types).toEqual({
      id: 'integer',
      email: 'email',
      at: 'datetime',
      price: 'decimal',
      address: 'json',
      'address.city': 'text',
      tags: 'list',
      '["odd.name"]': 'boolean',
      link: 'url',
    });
    expect(schema.fields.filter(({ nullable }) => !nullable).map(({ name }) => name)).toEqual([
      'id',
      'at',
      'price',
    ]);
    expect(schema).toMatchObject({ key: ['id'], cursorFields: ['at'], open: true });
  });
});
