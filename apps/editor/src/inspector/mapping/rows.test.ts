import { describe, expect, it } from 'vitest';
import { plainPath, showPath } from './pathWords.ts';
import { addSuggestions, changeRow, pathOfField, readRow, setSource } from './rows.ts';
import { showValue } from './showValue.ts';
import { unusedFields } from './sourceUse.ts';

const suggestion = (to: string, from: string) => ({ to, from, steps: [], confidence: 0.9, why: 'Same name' });

describe('rows of a mapping', () => {
  it('gives the same state for the same row, so that an unchanged row is not drawn again', () => {
    const raw = { to: 'email', from: 'email' };
    expect(readRow(raw)).toBe(readRow(raw));
  });

  it('shows a row whose step is not filled in yet, with what is missing', () => {
    const state = readRow({ to: 'born', from: 'b', steps: [{ do: 'parse-date', format: '' }] });
    expect(state.row.to).toBe('born');
    expect(state.broken).toMatch(/Step 1/);
  });

  it('leaves defaults out of the document', () => {
    const raw = { to: 'a', from: 'a', steps: ['trim'], otherwise: 'empty', lossy: true };
    expect(changeRow(raw, { steps: [], otherwise: 'fail', lossy: false })).toEqual({ to: 'a', from: 'a' });
  });

  it('takes a value from one place only', () => {
    expect(setSource({ to: 'a', from: 'b', steps: ['trim'] }, { expression: 'c' })).toEqual({
      to: 'a',
      expression: 'c',
      steps: ['trim'],
    });
    expect(setSource({ to: 'a', from: 'b' }, { value: null })).toEqual({ to: 'a', value: null });
  });
});

describe('accepting suggestions', () => {
  it('never touches a row that has a source, and fills one that has none', () => {
    const rows = [{ to: 'email', from: 'mine' }, { to: 'name' }];
    const next = addSuggestions(rows, [
      suggestion('email', 'theirs'),
      suggestion('name', 'full'),
      suggestion('city', 'town'),
    ]);
    expect(next.added).toBe(2);
    expect(next.rows).toEqual([
      { to: 'email', from: 'mine' },
      { to: 'name', from: 'full' },
      { to: 'city', from: 'town' },
    ]);
  });

  it('refuses names that would reach a prototype', () => {
    expect(addSuggestions([], [suggestion('__proto__', 'a'), suggestion('constructor', 'b')]).added).toBe(0);
  });
});

describe('names of every kind', () => {
  it.each(['Full Name', 'a.b', 'x[0]', '__proto__', 'constructor', 'with "quotes"', ' '])(
    'finds the field %j again by its path, and shows it by its name',
    (name) => {
      const path = pathOfField(name);
      expect(showPath(path)).toBe(name);
      expect(plainPath(path)).toBe(path);
      const schema = {
        fields: [{ name, type: 'text' as const, nullable: true, required: false }],
        key: [],
        cursorFields: [],
        open: false,
      };
      expect(unusedFields([], schema, [])).toEqual([path]);
      expect(unusedFields([{ to: 'x', from: path }], schema, [])).toEqual([]);
    },
  );
});

it('shows outer blanks, and tells empty from not sent', () => {
  expect(showValue(' Ana  ')).toBe('·Ana··');
  expect(showValue(null)).toBe('empty');
  expect(showValue(undefined)).toBe('—');
  expect(showValue('')).toBe('""');
  expect(showValue(['a', 'b'])).toBe('a · b');
  expect(showValue({ a: 1 })).toBe('{"a":1}');
});
