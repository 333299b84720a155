import { describe, expect, it } from 'vitest';
import { conditionSchema, mapConfigSchema, stepSchema } from './fieldTable.ts';

const row = (settings: object) => mapConfigSchema.safeParse({ fields: [{ to: 'a', ...settings }] });
const messages = (settings: object) => {
  const parsed = row(settings);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('the table of fields, as people save it', () => {
  it('is short: what is not said has its usual meaning', () => {
    expect(mapConfigSchema.parse({ fields: [{ to: 'email', from: 'email' }] })).toEqual({
      fields: [{ to: 'email', from: 'email', steps: [], otherwise: 'fail' }],
      rest: 'drop',
    });
  });

  it.each([
    ['trim', 'trim'],
    [
      { do: 'concat', with: ['b'] },
      { do: 'concat', with: ['b'], separator: ' ' },
    ],
    [{ do: 'join' }, { do: 'join', separator: ', ' }],
    [
      { do: 'replace', find: 'a', with: '' },
      { do: 'replace', find: 'a', with: '', pattern: false },
    ],
    [{ do: 'number' }, { do: 'number', decimal: '.' }],
    [{ do: 'round' }, { do: 'round', digits: 0 }],
    [
      { do: 'lookup', table: 't', column: 'c' },
      { do: 'lookup', table: 't', column: 'c', otherwise: 'fail' },
    ],
    [
      { do: 'parse-datetime', format: 'YYYY' },
      { do: 'parse-datetime', format: 'YYYY', timezone: 'UTC' },
    ],
  ])('a step %j is read as %j', (written, read) => {
    expect(stepSchema.parse(written)).toEqual(read);
  });

  it.each([
    'shout',
    { do: 'shout' },
    { do: 'trim' },
    { do: 'truncate', length: 0 },
    { do: 'truncate' },
    { do: 'split', separator: '' },
    { do: 'phone', country: 'CHE' },
    { do: 'round', digits: -1 },
    { do: 'coalesce', from: [] },
    { do: 'prefix', text: 'x', color: 'red' },
  ])('refuses the step %j', (step) => {
    expect(stepSchema.safeParse(step).success).toBe(false);
  });

  it('refuses two sources in one row, and a field without a name', () => {
    expect(messages({ from: 'x', value: 1 })).toEqual([
      'fields.0: Use one of field, fixed value and expression.',
    ]);
    expect(messages({ from: 'x', expression: 'y' })).toHaveLength(1);
    expect(messages({ to: '' })).toEqual(['fields.0.to: Name the field to write.']);
  });

  it('takes a fixed null: it is a value', () => {
    expect(row({ value: null }).success).toBe(true);
  });

  it('refuses what it does not know', () => {
    expect(messages({ from: 'x', form: 'y' })[0]).toMatch('form');
    expect(mapConfigSchema.safeParse({ fields: [], extra: 1 }).success).toBe(false);
  });
});

describe('a condition, as people save it', () => {
  it('asks for all tests without regard to case, unless told otherwise', () => {
    expect(conditionSchema.parse({ tests: [{ field: 'a', is: 'is-empty' }] })).toEqual({
      match: 'all',
      tests: [{ field: 'a', is: 'is-empty', ignoreCase: true }],
    });
  });

  it.each([
    {},
    { tests: [] },
    { tests: [{ field: 'a', is: 'resembles' }] },
    { expression: '' },
    { expression: 'a', tests: [{ field: 'a', is: 'is-empty' }] },
  ])('refuses %j', (condition) => {
    expect(conditionSchema.safeParse(condition).success).toBe(false);
  });
});
