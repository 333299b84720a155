import fc from 'fast-check';
import { expect, test } from 'vitest';
import { titlecase } from './titlecase.ts';

const run = titlecase.compile({ do: 'titlecase' }, { tables: {}, readPath: () => () => undefined });
const wordStart = /(?<=(?:^|[\s-])(?:\p{L}['’])?)\p{L}/gu;

test('writes capitals after spaces, hyphens and the apostrophe of a name', () => {
  expect(run('ANNE-MARIE VAN  DYK, 2ND', {})).toBe('Anne-Marie Van  Dyk, 2nd');
  expect(run("SHAUN O'NEIL DON'T", {})).toBe("Shaun O'Neil Don't");
  expect(run('ÉLODIE ǅUNGLA', {})).toBe('Élodie Ǆungla');
});

test('knows the same words whatever way a text is read', () => {
  const letters = fc.constantFrom(..."aZ é-’'.\t9 ,ß\u00a0K");
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
      const expected = text.toLowerCase().replace(wordStart, (letter) => letter.toUpperCase());
      expect(run(text, {})).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
