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

it('lets people edit both sides in turn, for they bring new values, but not for ever', () => {
  const turns = (count: number, what: (n: number) => string) => {
    let alternations: Alternations = { writes: [] };
    let oscillates = false;
    for (let n = 0; n < count; n += 1)
      ({ alternations, oscillates } = noteWrite(alternations, n % 2 === 0 ? 'a' : 'b', n, what(n)));
    return oscillates;
  };
  expect(turns(12, (n) => `edit ${n}`)).toBe(false);
  expect(turns(18, (n) => `counter ${n}`)).toBe(true);
  expect(turns(6, (n) => (n % 2 === 0 ? 'X' : 'x'))).toBe(true);
});
