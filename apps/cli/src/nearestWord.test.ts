import { expect, it } from 'vitest';
import { nearestWord } from './nearestWord.ts';

const known = ['start', 'worker', 'validate', 'run', 'export', 'import', 'doctor'];

it.each([
  ['strat', 'start'],
  ['valdate', 'validate'],
  ['Doctor', 'doctor'],
  ['exprot', 'export'],
  ['val', 'validate'],
  ['ru', 'run'],
])('guesses that %s was meant to be %s', (given, meant) => {
  expect(nearestWord(given, known)).toBe(meant);
});

it('guesses nothing for a word that resembles none', () => {
  expect(nearestWord('telephone', known)).toBeNull();
  expect(nearestWord('x', known)).toBeNull();
});
