import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUnreadable } from './findUnreadable.ts';

describe('what keeps a value from being read', () => {
  it('is nothing for JSON of usual depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        expect(findUnreadable(JSON.parse(text))?.what ?? 'fine').toBe(
          text.includes('"__proto__":') ? 'reserved-name' : 'fine',
        );
      }),
    );
    expect(findUnreadable(undefined)).toBeNull();
    expect(findUnreadable({ a: undefined })).toBeNull();
  });

  it('is told with its place', () => {
    expect(findUnreadable({ nodes: { a: { config: { list: [1, Number.NaN] } } } })).toEqual({
      what: 'not-json',
      path: ['nodes', 'a', 'config', 'list', '1'],
    });
    expect(findUnreadable(JSON.parse('{"tables":{"t":{"rows":[{"__proto__":1}]}}}'))).toEqual({
      what: 'reserved-name',
      path: ['tables', 't', 'rows', '0', '__proto__'],
    });
  });

  it('is depth, told by where it begins and not by all of it', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    expect(findUnreadable({ nodes: deep })).toEqual({ what: 'too-deep', path: ['nodes', 'a', 'a', 'a'] });
  });
});
