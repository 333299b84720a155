import type { DataRecord, FieldSchema, RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type MapConfig, mapConfigSchema } from '../fieldTable.ts';
import { compileMapping } from './compileMapping.ts';
import type { MappingEnv, MappingResult } from './mappingEnv.ts';

type Row = { to: string; [setting: string]: unknown };

const configOf = (fields: Row[], rest: Partial<MapConfig> = {}): MapConfig =>
  mapConfigSchema.parse({ fields, ...rest });

const field = (name: string, type: FieldSchema['type'], rules: Partial<FieldSchema> = {}): FieldSchema => ({
  name,
  type,
  nullable: true,
  required: false,
  ...rules,
});

const schema = (...fields: FieldSchema[]): RecordSchema => ({
  fields,
  key: [],
  cursorFields: [],
  open: false,
});

const openSource: RecordSchema = { fields: [], key: [], cursorFields: [], open: true };
const clock = new Date('2024-05-01T10:00:00Z');

const envWith = (target: RecordSchema | null): MappingEnv => ({
  tables: {},
  source: openSource,
  target,
  now: () => clock,
});

function map(record: DataRecord, fields: Row[], target: RecordSchema | null = null): MappingResult {
  return compileMapping(configOf(fields), envWith(target)).apply(record);
}

function mapped(record: DataRecord, fields: Row[], target: RecordSchema | null = null): DataRecord {
  const result = map(record, fields, target);
  if (result.verdict !== 'ok') throw new Error(JSON.stringify(result.failures));
  return result.record;
}

describe('types at the end of a row', () => {
  it('come from the destination, unless the row names its own', () => {
    const target = schema(field('count', 'integer'), field('zip', 'integer'));
    expect(mapped({ n: '007' }, [{ to: 'count', from: 'n' }], target)).toEqual({ count: 7 });
    expect(mapped({ n: '007' }, [{ to: 'zip', from: 'n', type: 'text' }], target)).toEqual({ zip: '007' });
    expect(mapped({ n: '007' }, [{ to: 'anything', from: 'n' }])).toEqual({ anything: '007' });
  });

  it('carry whole numbers beyond 2^53 and decimals as digits', () => {
    const target = schema(field('id', 'integer'), field('amount', 'decimal'));
    const fields = [
      { to: 'id', from: 'id' },
      { to: 'amount', from: 'amount' },
    ];
    expect(mapped({ id: '9007199254740993', amount: '12345678901234567.89' }, fields, target)).toEqual({
      id: '9007199254740993',
      amount: '12345678901234567.89',
    });
  });

  it.each([
    ['too long', { name: 'abcdef' }, field('name', 'text', { maxLength: 5 }), 'mapping.too-long'],
    ['no option', { name: 'x' }, field('name', 'enum', { options: ['a'] }), 'mapping.not-an-option'],
    [
      'null where null is refused',
      { name: null },
      field('name', 'text', { nullable: false }),
      'mapping.missing-value',
    ],
    ['not a number', { name: 'x' }, field('name', 'integer'), 'mapping.not-a-number'],
    [
      'a required field without a value',
      {},
      field('name', 'text', { required: true }),
      'mapping.missing-value',
    ],
    ['too many digits', { name: '1.234' }, field('name', 'decimal', { scale: 2 }), 'mapping.would-lose'],
  ] as [string, DataRecord, FieldSchema, string][])(
    'fail a record with %s, and never cut it to fit',
    (_, record, target, code) => {
      const result = map(record, [{ to: 'name', from: 'name' }], schema(target));
      expect(result).toMatchObject({
        verdict: 'dead-letter',
        failures: [{ field: 'name', row: 0, step: null, code }],
      });
    },
  );

  it('let blank text into a required text field: blank is not null', () => {
    expect(
      mapped({ name: '' }, [{ to: 'name', from: 'name' }], schema(field('name', 'text', { required: true }))),
    ).toEqual({
      name: '',
    });
  });

  it('lose something only with the consent in the row', () => {
    const target = schema(field('n', 'integer'), field('day', 'date'));
    const record = { n: 2.5, day: '2024-05-01T23:00:00Z' };
    const fields = (lossy: boolean) => ['n', 'day'].map((name) => ({ to: name, from: name, lossy }));
    expect(map(record, fields(false), target).verdict).toBe('dead-letter');
    expect(mapped(record, fields(true), target)).toEqual({ n: 3, day: '2024-05-01' });
  });
});

describe('a value that does not fit', () => {
  const date = { to: 'born', from: 'born', steps: ['trim', { do: 'parse-date', format: 'DD.MM.YYYY' }] };

  it('says which row and step failed, on what, in plain words', () => {
    expect(map({ born: ' 31.02.2024 ' }, [{ to: 'a', value: 1 }, date])).toEqual({
      verdict: 'dead-letter',
      failures: [
        {
          field: 'born',
          row: 1,
          step: 1,
          code: 'mapping.not-a-date',
          message: '“31.02.2024” is not a date in the form DD.MM.YYYY',
          value: '31.02.2024',
        },
      ],
    });
  });

  it('does not hide the others: all failing fields are listed', () => {
    const result = map({ born: 'x', n: 'y' }, [
      date,
      { to: 'n', from: 'n', type: 'integer' },
      { to: 'ok', value: 1 },
    ]);
    expect(result.verdict === 'ok' ? [] : result.failures.map((failure) => failure.field)).toEqual([
      'born',
      'n',
    ]);
  });

  it('is sent as empty, or not at all, when the row says so', () => {
    expect(mapped({ born: 'x' }, [{ ...date, otherwise: 'empty' }])).toEqual({ born: null });
    const record = mapped({ born: 'x' }, [{ ...date, otherwise: 'skip-field' }]);
    expect(Object.hasOwn(record, 'born')).toBe(false);
  });

  it('fails after all where empty is not allowed either', () => {
    const target = schema(field('born', 'date', { nullable: false, required: true }));
    expect(map({ born: 'x' }, [{ ...date, otherwise: 'empty' }], target)).toMatchObject({
      verdict: 'dead-letter',
      failures: [{ code: 'mapping.not-a-date' }],
    });
    expect(map({ born: 'x' }, [{ ...date, otherwise: 'skip-field' }], target).verdict).toBe('dead-letter');
  });
});

describe('a required row', () => {
  it.each([undefined, null, ''])(
    'keeps a record with %j on the failed list, or leaves it out, as the row says',
    (value) => {
      const record: DataRecord = value === undefined ? {} : { email: value };
      const row = (required: string) => [{ to: 'email', from: 'email', type: 'email', required }];
      expect(map(record, row('dead-letter'))).toMatchObject({
        verdict: 'dead-letter',
        failures: [{ code: 'mapping.missing-value', message: 'email has no value' }],
      });
      expect(map(record, row('skip')).verdict).toBe('skip');
    },
  );

  it('is content with a default', () => {
    const fields = [
      { to: 'name', from: 'name', steps: [{ do: 'default', value: 'Unknown' }], required: 'dead-letter' },
    ];
    expect(mapped({}, fields)).toEqual({ name: 'Unknown' });
  });

  it('leaves a record out even when something else is wrong with it', () => {
    const result = map({ n: 'x' }, [
      { to: 'n', from: 'n', type: 'integer' },
      { to: 'email', from: 'email', required: 'skip' },
    ]);
    expect(result.verdict).toBe('skip');
    expect(result.verdict === 'ok' ? 0 : result.failures.length).toBe(2);
  });

  it('does not excuse a value that is wrong instead of missing', () => {
    expect(
      map({ email: 'nobody' }, [{ to: 'email', from: 'email', type: 'email', required: 'skip' }]).verdict,
    ).toBe('dead-letter');
  });
});
