import { expect, it } from 'vitest';
import { type Alternations, noteWrite } from './oscillation.ts';

function play(writes: [side: 'a' | 'b', atMs: number][]): boolean {
  let alternations: Alternations = { writes: [] };
  let oscillates = false;
  for (const [side, atMs] of writes) ({ alternations, oscillates } = noteWrite(alternations, side, atMs));
  return oscillates;
}

it('parks a record that two systems keep correcting', () => {
  expect(
    play([
      ['a', 0],
      ['b', 1],
      ['a', 2],
      ['b', 3],
      ['a', 4],
    ]),
  ).toBe(false);
  expect(
    play([
      ['a', 0],
      ['b', 1],
      ['a', 2],
      ['b', 3],
      ['a', 4],
      ['b', 5],
    ]),
  ).toBe(true);
});

it('takes any number of edits on one side for what they are', () => {
  expect(play(Array.from({ length: 50 }, (_, n) => ['b', n] as ['b', number]))).toBe(false);
});

it('forgets what is more than ten minutes old', () => {
  expect(
    play(Array.from({ length: 20 }, (_, n) => [n % 2 === 0 ? 'a' : 'b', n * 200_000] as ['a' | 'b', number])),
  ).toBe(false);
});
