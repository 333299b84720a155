import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../values/failure.ts';
import { normaliseEmail } from './email.ts';

describe('an e-mail address', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    [' Jane.DOE@Example.COM ', 'jane.doe@example.com'],
    ['\tjane+news@example.co.uk\n', 'jane+news@example.co.uk'],
    ['o\u2019neil@example.com', 'o\u2019neil@example.com'],
    ['jose\u0301@example.com', 'jos\u00e9@example.com'],
    ['müller@bücher.example', 'müller@bücher.example'],
    ['用户@例子.公司', '用户@例子.公司'],
    ["o'neil@example.com", "o'neil@example.com"],
  ])('%j has the normal form %j', (text, normal) => {
    expect(normaliseEmail(text)).toBe(normal);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@@example.com',
    'ada@exa mple.com',
    'a b@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..b@example.com',
    'ada@-example.com',
    'ada@example-.com',
    'ada@example..com',
    'ada@example.c',
    'Ada <ada@example.com>',
    'ada@example.com, b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${`${'b'.repeat(60)}.`.repeat(5)}com`,
  ])('%j is refused', (text) => {
    expect(normaliseEmail(text)).toBeInstanceOf(Failure);
  });

  it.each(['\u200b', '\u200d', '\u00ad', '\ufeff', '\u202e', '\u2060', '\u0000', '\u{e0041}', '\ufe0f'])(
    'with an invisible character inside is refused: two such addresses look alike and are not',
    (character) => {
      const result = normaliseEmail(`ad${character}a@example.com`);
      expect(result).toBeInstanceOf(Failure);
      expect(result instanceof Failure ? result.message : '').toMatch('invisible');
    },
  );

  it('is stable: the normal form of a normal form is itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), (text) => {
        const normal = normaliseEmail(text);
        if (!(normal instanceof Failure)) {
          expect(normaliseEmail(normal)).toBe(normal);
          expect(normal).toBe(normal.toLowerCase().trim());
        }
      }),
    );
  });

  it('is the same however it was typed', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: 'small' }), (address) => {
        fc.pre(!/[^\w.+@-]/.test(address));
        expect(normaliseEmail(` ${address.toUpperCase()} `)).toEqual(normaliseEmail(address.toLowerCase()));
      }),
    );
  });
});
