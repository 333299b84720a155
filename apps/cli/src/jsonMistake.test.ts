import { describe, expect, it } from 'vitest';
import { findJsonMistake } from './jsonMistake.ts';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const sample =
  '{\n "name": "A \\u00e9 \\"b\\"",\n "list": [1, -2.5e3, true, null, {}, []],\n "deep": {"a": [[0]]}\n}\n';

describe('a mistake in a JSON file', () => {
  it.each([
    [
      'a comma too many',
      '{\n  "a": 1,\n}',
      { line: 3, column: 1, what: 'the comma before this } is too many' },
    ],
    [
      'a comma forgotten',
      '{\n  "a": 1\n  "b": 2\n}',
      { line: 3, column: 3, what: 'a comma is missing before this, or the wrong bracket closes here' },
    ],
    [
      'single quotes',
      "{'a': 1}",
      { line: 1, column: 2, what: 'a name in double quotes or } is missing here' },
    ],
    [
      'a file cut off within a text',
      '{"a": "b',
      { line: 1, column: 7, what: 'the file ends too early; was it cut off?' },
    ],
    [
      'a file cut off within a list',
      '{"a": [1,',
      { line: 1, column: 10, what: 'the file ends too early; was it cut off?' },
    ],
    ['an empty file', '', { line: 1, column: 1, what: 'the file ends too early; was it cut off?' }],
    ['a word that is no value', '{"a": yes}', { line: 1, column: 7, what: 'this is no JSON value' }],
    [
      'two documents',
      '{} {}',
      { line: 1, column: 4, what: 'there is more text after the end of the document' },
    ],
    [
      'the wrong bracket',
      '{"a": [1}',
      { line: 1, column: 9, what: 'a comma is missing before this, or the wrong bracket closes here' },
    ],
    [
      'a line end within a text',
      '{"a": "x\ny"}',
      { line: 1, column: 7, what: 'this text does not end on its line, or holds a \\ that means nothing' },
    ],
  ])('is found at its place: %s', (_, text, mistake) => {
    expect(findJsonMistake(text)).toEqual(mistake);
  });

  it('is never seen in JSON, and always seen where JSON.parse refuses', () => {
    expect(findJsonMistake(sample)).toBeNull();
    const chars = [...'{}[]",:0-.eE+ \n\\utx'];
    for (let at = 0; at <= sample.length; at += 1) {
      for (const char of ['', ...chars]) {
        for (const rest of [sample.slice(at), sample.slice(at + 1)]) {
          const text = sample.slice(0, at) + char + rest;
          expect([text, findJsonMistake(text) === null]).toEqual([text, isJson(text)]);
        }
      }
      const cut = sample.slice(0, at);
      expect([cut, findJsonMistake(cut) === null]).toEqual([cut, isJson(cut)]);
    }
  });

  it('is found below a hundred thousand open brackets', () => {
    expect(findJsonMistake('['.repeat(100_000))?.column).toBe(100_001);
  });
});
