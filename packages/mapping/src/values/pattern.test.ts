import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPattern, compilePattern, replacePattern } from './pattern.ts';

describe('regular expressions', () => {
  it('answer in linear time where others hang (attack case 6)', () => {
    const started = performance.now();
    expect(compilePattern('^(a+)+$', '').test(`${'a'.repeat(36)}!`)).toBe(false);
    expect(compilePattern('^(a+)+$', '').test(`${'a'.repeat(100_000)}!`)).toBe(false);
    expect(compilePattern('(x+x+)+y', '').test('x'.repeat(100_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('say in plain words what is not available', () => {
    expect(checkPattern('(?=a)b')).toMatch('Look-ahead');
    expect(checkPattern('(?<!a)b')).toMatch('look-behind');
    expect(checkPattern('(a)\\1')).toMatch('Back-references');
    expect(checkPattern('(')).toMatch('can’t be read'.replace('’', "'"));
    expect(checkPattern('^\\d{4}$')).toBeNull();
  });

  it('find the same as JavaScript for everyday expressions', () => {
    const source = fc.constantFrom('a', '[a-c]+', 'b|c', '^x', 'y$', '(a)(b)?', '\\d+', '\\s', '.');
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'x', 'y', '1', ' '), maxLength: 20 });
    fc.assert(
      fc.property(source, text, (pattern, value) => {
        const theirs = new RegExp(pattern).exec(value);
        const ours = compilePattern(pattern, '').find(value, 0);
        expect(ours?.start).toBe(theirs?.index);
        expect(ours?.text).toBe(theirs?.[0]);
        expect(ours?.groups).toEqual(theirs?.slice(1));
      }),
    );
  });

  it('count places in UTF-16 units, as text in JavaScript does', () => {
    const match = compilePattern('b', '').find('😀b', 0);
    expect('😀b'.slice(match?.start, match?.end)).toBe('b');
  });
});

describe('replacing by pattern', () => {
  const replace = (source: string, text: string, replacement: string) =>
    replacePattern(compilePattern(source, ''), text, replacement, 1000);

  it('fills in groups, the match and a dollar', () => {
    expect(replace('(\\w+) (\\w+)', 'Ada Lovelace', '$2, $1')).toBe('Lovelace, Ada');
    expect(replace('a', 'banana', '[$0]')).toBe('b[a]n[a]n[a]');
    expect(replace('a', 'ab', '$$')).toBe('$b');
    expect(replace('(x)?a', 'a', '<$1>')).toBe('<>');
  });

  it('gets past matches of nothing', () => {
    expect(replace('x*', 'ab', '-')).toBe('-a-b-');
  });

  it('stops before the result grows beyond the limit', () => {
    expect(replacePattern(compilePattern('a', ''), 'a'.repeat(100), 'b'.repeat(100), 1000)).toBeNull();
  });
});
