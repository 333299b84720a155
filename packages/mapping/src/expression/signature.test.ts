import { describe, expect, it } from 'vitest';
import { list, listOf, number, optional, orContext, text } from './builtins/builtin.ts';
import type { Argument, Data } from './data.ts';
import { Signature } from './signature.ts';

const substring = new Signature([orContext(text), number, optional(number)]);
const place = (signature: Signature, args: Argument[], context: Data = 'context') =>
  signature.place('f', args, context);

describe('the arguments of a function', () => {
  it('stand where they are written', () => {
    expect(place(substring, ['abc', 1, 2])).toEqual(['abc', 1, 2]);
    expect(place(substring, ['abc', 1])).toEqual(['abc', 1, undefined]);
  });

  it('are completed by the context, when the first is left out', () => {
    expect(place(substring, [1])).toEqual(['context', 1, undefined]);
    expect(place(substring, [1, 2])).toEqual(['context', 1, 2]);
    expect(() => place(substring, [1], 5)).toThrow('The value $f is applied to has the wrong type');
  });

  it('may be nothing, which every function takes', () => {
    expect(place(substring, [undefined, 1])).toEqual([undefined, 1, undefined]);
    expect(substring.place('f', [1], undefined)).toEqual([undefined, 1, undefined]);
  });

  it.each([
    [['abc', 'x'], 2],
    [[null, 1], 1],
    [['abc', 1, true], 3],
    [['abc', 1, 2, 3], 4],
    [[], 1],
  ] as [Argument[], number][])('%j: the one that does not fit is named', (args, index) => {
    expect(() => place(substring, args)).toThrow(`Value ${index} of $f has the wrong type`);
  });

  it('become a list of one where a list is asked for', () => {
    const count = new Signature([list]);
    expect(place(count, ['a'])).toEqual([['a']]);
    expect(place(count, [null])).toEqual([[null]]);
    expect(place(count, [['a', 'b']])).toEqual([['a', 'b']]);
    expect(place(count, [undefined])).toEqual([undefined]);
  });

  it('in a list of one type must all be of it', () => {
    const sum = new Signature([listOf('n')]);
    expect(place(sum, [5])).toEqual([[5]]);
    expect(place(sum, [[]])).toEqual([[]]);
    expect(() => place(sum, [[1, 'a']])).toThrow('not a list of one type');
    expect(() => place(sum, ['a'])).toThrow('not a list of one type');
  });

  it('are told apart each time, though the plan for a shape is remembered', () => {
    for (let round = 0; round < 3; round += 1) {
      expect(place(substring, [round])).toEqual(['context', round, undefined]);
      expect(place(substring, ['x', round])).toEqual(['x', round, undefined]);
      expect(() => place(substring, [true])).toThrow();
    }
  });
});
