import type { FieldSchema } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCharacters, cutText, ruleOf } from './fieldRules.ts';

const field = (rules: Partial<FieldSchema>): FieldSchema => ({
  name: 'x',
  type: 'text',
  nullable: true,
  required: false,
  ...rules,
});

describe('what a destination field accepts', () => {
  it('text up to its length, counted in characters as a database counts them', () => {
    const rule = ruleOf(field({ maxLength: 3 }));
    expect(rule?.('abc')).toBeNull();
    expect(rule?.('😀😀😀')).toBeNull();
    expect(rule?.('abcd')?.message).toBe('“abcd” has 4 characters; the field takes 3');
    expect(rule?.(12345)).toBeNull();
  });

  it('one of its options', () => {
    const rule = ruleOf(field({ type: 'enum', options: ['open', 'closed'] }));
    expect(rule?.('open')).toBeNull();
    expect(rule?.('Open')?.message).toBe('“Open” is not one of open, closed');
    expect(rule?.('toString')?.code).toBe('mapping.not-an-option');
  });

  it('shows the first options of a long list only', () => {
    const options = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(ruleOf(field({ type: 'enum', options }))?.('x')?.message).toBe(
      '“x” is not one of a, b, c, d, e and 2 more',
    );
  });

  it('both at once', () => {
    const rule = ruleOf(field({ type: 'enum', options: ['ab'], maxLength: 2 }));
    expect(rule?.('abc')?.code).toBe('mapping.not-an-option');
    expect(rule?.('ab')).toBeNull();
  });

  it('everything, when it says nothing', () => {
    expect(ruleOf(field({}))).toBeNull();
  });
});

describe('characters', () => {
  it('are counted and cut by code point, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 12 }), (text, length) => {
        const letters = Array.from(text);
        expect(countCharacters(text)).toBe(letters.length);
        expect(cutText(text, length)).toBe(letters.slice(0, length).join(''));
      }),
    );
  });

  it('survive broken halves', () => {
    expect(countCharacters('\ud83d')).toBe(1);
    expect(cutText('a\ud83d', 2)).toBe('a\ud83d');
    expect(countCharacters('\ud83dx')).toBe(2);
  });
});
