import type { DataRecord, ReferenceTable, Value } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Step, stepSchema } from '../fieldTable.ts';
import { compilePath } from '../path/path.ts';
import { Failure } from '../values/failure.ts';
import { stepLabel, stepNames, transformOf } from './transforms.ts';

const tables: Record<string, ReferenceTable> = {
  countries: {
    key: 'code',
    rows: [
      { code: 'CH', name: 'Switzerland', dial: 41 },
      { code: 'DE', name: 'Germany', dial: 49 },
      { code: 'CH', name: 'second', dial: 0 },
    ],
  },
};

type Written = string | { do: string; [setting: string]: unknown };

function run(step: Written, value: Value | undefined, record: DataRecord = {}): Value | undefined {
  const { transform, settings } = transformOf(stepSchema.parse(step));
  const result = transform.compile(settings, { tables, readPath: compilePath })(value, record);
  return result instanceof Failure ? `! ${result.code}` : result;
}

describe('steps on text', () => {
  it.each([
    ['trim', '  a b ', 'a b'],
    ['trim', '\u00a0a\u2003', 'a'],
    ['lowercase', 'ÄBC', 'äbc'],
    ['uppercase', 'straße', 'STRASSE'],
    ['collapse-spaces', ' a \t\n b\u00a0\u00a0c ', 'a b c'],
    ['titlecase', 'ada LOVELACE', 'Ada Lovelace'],
    ['titlecase', "ANNE-MARIE O'NEIL d’arcy", "Anne-Marie O'Neil D’Arcy"],
    ['titlecase', "don't", "Don't"],
    ['titlecase', 'élodie', 'Élodie'],
    ['email', ' Ada@Example.com ', 'ada@example.com'],
    ['email', 'nobody', '! mapping.not-an-email'],
    ['to-text', 12.5, '12.5'],
    ['to-text', [1], '! mapping.wrong-type'],
    ['trim', 5, '5'],
    ['uppercase', { a: 1 }, '! mapping.wrong-type'],
    ['to-json', { a: [1] }, '{"a":[1]}'],
    ['to-json', 'x', '"x"'],
    ['blank-to-null', '  ', null],
    ['blank-to-null', ' a', ' a'],
    ['blank-to-null', 0, 0],
  ] as [string, Value, Value][])('%s makes %j into %j', (step, value, expected) => {
    expect(run(step, value)).toEqual(expected);
  });

  it.each([
    [{ do: 'prefix', text: 'CH-' }, '12', 'CH-12'],
    [{ do: 'prefix', text: 'CH-' }, '', ''],
    [{ do: 'suffix', text: ' CHF' }, 5, '5 CHF'],
    [{ do: 'suffix', text: '!' }, '', ''],
    [{ do: 'truncate', length: 3 }, 'a😀bc', 'a😀b'],
    [{ do: 'truncate', length: 3 }, 'ab', 'ab'],
    [{ do: 'replace', find: '.', with: '' }, '1.2.3', '123'],
    [{ do: 'replace', find: '$1', with: '$&' }, 'a$1b', 'a$&b'],
    [{ do: 'replace', find: '(\\d+)-(\\d+)', with: '$2/$1', pattern: true }, '12-34', '34/12'],
    [{ do: 'replace', find: 'x', with: 'y' }, 'abc', 'abc'],
    [{ do: 'split', separator: ',' }, 'a, b,c', ['a', 'b', 'c']],
    [{ do: 'split', separator: ',' }, '', []],
    [{ do: 'split', separator: ' ', part: 0 }, 'Ada King Lovelace', 'Ada'],
    [{ do: 'split', separator: ' ', part: -1 }, 'Ada King Lovelace', 'Lovelace'],
    [{ do: 'split', separator: ' ', part: 5 }, 'Ada', undefined],
    [{ do: 'join', separator: '; ' }, ['a', 1, null, '', true], 'a; 1; true'],
    [{ do: 'join' }, 'single', 'single'],
    [{ do: 'join' }, [['nested']], '! mapping.wrong-type'],
  ] as [Written, Value, Value | undefined][])('%j makes %j into %j', (step, value, expected) => {
    expect(run(step, value)).toEqual(expected);
  });

  it('stop before a replacement blows a text up', () => {
    expect(run({ do: 'replace', find: 'a', with: 'b'.repeat(500) }, 'a'.repeat(5000))).toBe(
      '! mapping.too-large',
    );
    expect(run({ do: 'replace', find: 'a', with: 'b'.repeat(500), pattern: true }, 'a'.repeat(5000))).toBe(
      '! mapping.too-large',
    );
  });

  it('answer fast whatever the pattern and the text (attack case 6)', () => {
    const started = performance.now();
    run({ do: 'replace', find: '^(a+)+$', with: '', pattern: true }, `${'a'.repeat(50_000)}!`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('steps on numbers', () => {
  it.each([
    ['integer', '12', 12],
    ['integer', '9007199254740993', '9007199254740993'],
    ['integer', '1.5', '! mapping.would-lose'],
    [{ do: 'number' }, '1,234,567.50', '1234567.50'],
    [{ do: 'number' }, "1'234.5", '1234.5'],
    [{ do: 'number' }, '1 234', '1234'],
    [{ do: 'number' }, '12,5', '! mapping.not-a-number'],
    [{ do: 'number' }, '1,23,456', '! mapping.not-a-number'],
    [{ do: 'number', decimal: ',' }, '1.234,50', '1234.50'],
    [{ do: 'number', decimal: ',' }, '-0,5', '-0.5'],
    [{ do: 'number', decimal: ',' }, '1,234.50', '! mapping.not-a-number'],
    [{ do: 'number' }, 12.5, '12.5'],
    [{ do: 'number' }, 'abc', '! mapping.not-a-number'],
    [{ do: 'round' }, '2.5', 3],
    [{ do: 'round' }, -2.5, -3],
    [{ do: 'round', digits: 2 }, '1.005', '1.01'],
    [{ do: 'round', digits: 2 }, 'x', '! mapping.not-a-number'],
    [{ do: 'boolean' }, 'Yes', true],
    [{ do: 'boolean' }, ' off ', false],
    [{ do: 'boolean' }, 1, true],
    [{ do: 'boolean' }, 'maybe', '! mapping.not-a-boolean'],
    [{ do: 'boolean', yes: ['Ja'], no: ['Nein'] }, 'JA', true],
    [{ do: 'boolean', yes: ['Ja'], no: ['Nein'] }, 'nein', false],
    [{ do: 'boolean', yes: ['0'] }, '0', true],
    [{ do: 'boolean' }, ['yes'], '! mapping.not-a-boolean'],
  ] as [Written, Value, Value][])('%j makes %j into %j', (step, value, expected) => {
    expect(run(step, value)).toEqual(expected);
  });
});

describe('steps on dates', () => {
  it.each([
    [{ do: 'parse-date', format: 'DD.MM.YYYY' }, '01.02.2024', '2024-02-01'],
    [{ do: 'parse-date', format: 'DD.MM.YYYY' }, ' 01.02.2024 ', '2024-02-01'],
    [{ do: 'parse-date', format: 'YYYYMMDD' }, 20240201, '2024-02-01'],
    [{ do: 'parse-date', format: 'DD.MM.YYYY' }, '31.02.2024', '! mapping.not-a-date'],
    [
      { do: 'parse-datetime', format: 'DD.MM.YYYY HH:mm', timezone: 'Europe/Zurich' },
      '01.07.2024 12:00',
      '2024-07-01T10:00:00Z',
    ],
    [
      { do: 'parse-datetime', format: 'YYYY-MM-DD HH:mm:ss.SSS' },
      '2024-07-01 12:00:00.250',
      '2024-07-01T12:00:00.25Z',
    ],
    [
      { do: 'parse-datetime', format: 'YYYY-MM-DD HH:mm Z', timezone: 'Asia/Tokyo' },
      '2024-07-01 12:00 +02:00',
      '2024-07-01T10:00:00Z',
    ],
    [{ do: 'parse-datetime', format: 'YYYY-MM-DD' }, 'x', '! mapping.not-a-date'],
    [{ do: 'format-date', format: 'D.M.YYYY' }, '2024-07-01', '1.7.2024'],
    [
      { do: 'format-date', format: 'D.M.YYYY HH:mm', timezone: 'Europe/Zurich' },
      '2024-07-01T22:30:00Z',
      '2.7.2024 00:30',
    ],
    [{ do: 'format-date', format: 'D.M.YYYY', timezone: 'Pacific/Auckland' }, '2024-07-01', '1.7.2024'],
    [{ do: 'format-date', format: 'HH:mm:ss.SSS Z' }, '2024-07-01T10:00:00.5+02:00', '08:00:00.500 Z'],
    [{ do: 'format-date', format: 'YYYY' }, '1.7.2024', '! mapping.not-a-date'],
    [{ do: 'format-date', format: 'YYYY' }, '2024-07-01T10:00:00', '! mapping.no-time-zone'],
  ] as [Written, Value, Value][])('%j makes %j into %j', (step, value, expected) => {
    expect(run(step, value)).toEqual(expected);
  });

  it('refuse to be compiled with an unknown time zone', () => {
    expect(() => run({ do: 'parse-datetime', format: 'YYYY-MM-DD', timezone: 'Nowhere' }, 'x')).toThrow(
      'Nowhere is not a time zone',
    );
  });
});

describe('steps that look elsewhere', () => {
  const record: DataRecord = {
    first: 'Ada',
    last: 'Lovelace',
    middle: '',
    phone: null,
    work: '123',
    list: ['x'],
  };

  it.each([
    [{ do: 'default', value: 'x' }, undefined, 'x'],
    [{ do: 'default', value: 'x' }, null, 'x'],
    [{ do: 'default', value: 'x' }, '', 'x'],
    [{ do: 'default', value: 'x' }, 0, 0],
    [{ do: 'default', value: 'x' }, false, false],
    [{ do: 'default', value: null }, undefined, null],
    [{ do: 'coalesce', from: ['phone', 'middle', 'work'] }, undefined, '123'],
    [{ do: 'coalesce', from: ['work'] }, 'mine', 'mine'],
    [{ do: 'coalesce', from: ['phone'] }, undefined, undefined],
    [{ do: 'coalesce', from: ['phone'] }, null, null],
    [{ do: 'concat', with: ['last'] }, 'Ada', 'Ada Lovelace'],
    [{ do: 'concat', with: ['middle', 'missing', 'last'], separator: ', ' }, 'Ada', 'Ada, Lovelace'],
    [{ do: 'concat', with: ['last'] }, undefined, 'Lovelace'],
    [{ do: 'concat', with: ['phone', 'missing'] }, null, null],
    [{ do: 'concat', with: ['phone', 'missing'] }, undefined, undefined],
    [{ do: 'concat', with: ['list'] }, 'a', '! mapping.wrong-type'],
    [{ do: 'concat', with: ['last'] }, ['a'], '! mapping.wrong-type'],
    [{ do: 'map-values', values: { CH: 'Switzerland', X: null } }, 'CH', 'Switzerland'],
    [{ do: 'map-values', values: { CH: 'Switzerland', X: null } }, 'X', null],
    [{ do: 'map-values', values: { '1': true } }, 1, true],
    [{ do: 'map-values', values: { a: 'b' } }, 'toString', '! mapping.not-in-table'],
    [{ do: 'map-values', values: { a: 'b' }, otherwise: 'keep' }, 'c', 'c'],
    [{ do: 'map-values', values: { a: 'b' }, otherwise: 'empty' }, 'c', null],
    [{ do: 'lookup', table: 'countries', column: 'name' }, 'CH', 'Switzerland'],
    [{ do: 'lookup', table: 'countries', column: 'dial' }, 'DE', 49],
    [{ do: 'lookup', table: 'countries', column: 'name' }, 'FR', '! mapping.not-in-table'],
    [{ do: 'lookup', table: 'countries', column: 'name', otherwise: 'empty' }, 'FR', null],
    [{ do: 'lookup', table: 'countries', column: 'name', otherwise: 'keep' }, 'FR', 'FR'],
    [{ do: 'phone', country: 'ch' }, '044 668 18 00', '+41446681800'],
    [{ do: 'phone', country: 'CH' }, 'x', '! mapping.not-a-phone'],
  ] as [Written, Value | undefined, Value | undefined][])('%j makes %j into %j', (step, value, expected) => {
    expect(run(step, value, record)).toEqual(expected);
  });

  it('fail to compile without their table', () => {
    expect(() => run({ do: 'lookup', table: 'nope', column: 'x' }, 'a')).toThrow('There is no table nope');
    expect(() => run({ do: 'lookup', table: 'toString', column: 'x' }, 'a')).toThrow(
      'There is no table toString',
    );
  });
});

describe('every step', () => {
  const examples: Record<string, Written> = {
    default: { do: 'default', value: 'x' },
    coalesce: { do: 'coalesce', from: ['a'] },
    concat: { do: 'concat', with: ['a'] },
    split: { do: 'split', separator: ',' },
    join: { do: 'join' },
    prefix: { do: 'prefix', text: 'x' },
    suffix: { do: 'suffix', text: 'x' },
    replace: { do: 'replace', find: 'a', with: 'b' },
    truncate: { do: 'truncate', length: 2 },
    number: { do: 'number' },
    round: { do: 'round' },
    boolean: { do: 'boolean' },
    'parse-date': { do: 'parse-date', format: 'DD.MM.YYYY' },
    'parse-datetime': { do: 'parse-datetime', format: 'DD.MM.YYYY HH:mm' },
    'format-date': { do: 'format-date', format: 'DD.MM.YYYY' },
    'map-values': { do: 'map-values', values: { a: 'b' } },
    phone: { do: 'phone', country: 'CH' },
    lookup: { do: 'lookup', table: 'countries', column: 'name' },
  };
  const stepNamed = (name: string): Step => stepSchema.parse(examples[name] ?? name);

  it.each(stepNames)('%s has a label in plain words', (name) => {
    const label = stepLabel(stepNamed(name));
    expect(label.length).toBeGreaterThan(2);
    expect(label).not.toMatch(/undefined|\[object/);
  });

  it.each(stepNames)('%s gives a value or a reason for any value, never an exception', (name) => {
    const { transform, settings } = transformOf(stepNamed(name));
    const step = transform.compile(settings, { tables, readPath: compilePath });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.constant(undefined)), (value) => {
        // What JSON can hold is a value.
        const result = step(value as Value | undefined, { a: 'x' });
        expect(typeof result).not.toBe('function');
        if (result instanceof Failure) expect(result.message.length).toBeGreaterThan(5);
      }),
      { numRuns: 60 },
    );
  });

  it.each(stepNames.filter((name) => !['default', 'coalesce', 'concat'].includes(name)))(
    '%s lets pass what was not sent, and null',
    (name) => {
      const { transform, settings } = transformOf(stepNamed(name));
      expect(transform.seesEmpty ?? false).toBe(false);
      const step = transform.compile(settings, { tables, readPath: compilePath });
      expect(step(undefined, {})).toBeUndefined();
      expect(step(null, {})).toBeNull();
    },
  );

  it.each([
    ['trim', 'trim'],
    [{ do: 'parse-date', format: 'DD.MM.YYYY' }, 'to date DD.MM.YYYY'],
    [{ do: 'split', separator: ',' }, 'split ,'],
    [{ do: 'replace', find: '-', with: '' }, 'remove -'],
    [{ do: 'coalesce', from: ['mobile', 'phone'] }, 'else mobile, else phone'],
    [{ do: 'lookup', table: 'countries', column: 'name' }, 'look up name in countries'],
  ] as [Written, string][])('%j is called “%s”', (step, label) => {
    expect(stepLabel(stepSchema.parse(step))).toBe(label);
  });
});
