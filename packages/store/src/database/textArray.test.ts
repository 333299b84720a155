import { expect, it } from 'vitest';
import { textArray } from './textArray.ts';

it('writes lists as the database reads them: quotes, backslashes, commas, braces, empty text and nothing', () => {
  expect(textArray(['a', '', 'b,{}', 'say "hi"', 'c:\\', null, 'NULL', 'ü'])).toBe(
    '{"a","","b,{}","say \\"hi\\"","c:\\\\",NULL,"NULL","ü"}',
  );
  expect(textArray([])).toBe('{}');
});
