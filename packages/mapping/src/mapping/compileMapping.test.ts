import type { DataRecord, FieldSchema, RecordSchema, Value } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpressionHost } from '../expression/evaluateGuarded.ts';
import { evaluateGuarded } from '../expression/evaluateGuarded.ts';
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

describe('a mapping', () => {
  it('fills each destination field from its row, in the order of the table', () => {
    const record = mapped(
      { email: ' Ada@Example.com ', first: 'Ada', last: 'Lovelace', address: { city: 'London' } },
      [
        { to: 'email', from: 'email', steps: ['trim', 'lowercase'] },
        { to: 'name', from: 'first', steps: [{ do: 'concat', with: ['last'] }] },
        { to: 'city', from: 'address.city' },
        { to: 'source', value: 'crm' },
        { to: 'initial', expression: '$substring(first, 0, 1)' },
      ],
    );
    expect(record).toEqual({
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      city: 'London',
      source: 'crm',
      initial: 'A',
    });
    expect(Object.keys(record)).toEqual(['email', 'name', 'city', 'source', 'initial']);
  });

  it('keeps apart what was not sent, null and blank text', () => {
    const fields = ['a', 'b', 'c'].map((name) => ({ to: name, from: name, steps: ['trim', 'lowercase'] }));
    const record = mapped({ b: null, c: '' }, fields);
    expect(Object.hasOwn(record, 'a')).toBe(false);
    expect(record.b).toBeNull();
    expect(record.c).toBe('');
  });

  it('does not send a field no row fills', () => {
    const record = mapped(
      { a: 1, b: 2 },
      [{ to: 'a', from: 'a' }],
      schema(field('a', 'integer'), field('b', 'integer')),
    );
    expect(record).toEqual({ a: 1 });
  });

  it('passes on the fields no row uses, when told to', () => {
    const config = configOf(
      [
        { to: 'Email', from: 'email' },
        { to: 'name', from: 'first', steps: [{ do: 'concat', with: ['last'] }] },
        { to: 'total', expression: 'price * count' },
      ],
      { rest: 'keep' },
    );
    const record: DataRecord = JSON.parse(
      '{"email":"a","first":"b","last":"c","price":2,"count":3,"extra":{"x":1},"total":"shadowed","__proto__":{"polluted":1}}',
    );
    const result = compileMapping(config, envWith(null)).apply(record);
    expect(result).toEqual({ verdict: 'ok', record: { Email: 'a', name: 'b c', total: 6, extra: { x: 1 } } });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('does not change the record it was given', () => {
    const record = { a: { b: [' x '] }, c: ' y ' };
    const before = structuredClone(record);
    mapped(record, [
      { to: 'a', from: 'a' },
      { to: 'c', from: 'c', steps: ['trim'] },
      { to: 'd', expression: 'a.b[0] & c' },
    ]);
    expect(record).toEqual(before);
  });

  it('uses the clock it was given', () => {
    expect(mapped({}, [{ to: 'at', expression: '$now()', type: 'datetime' }])).toEqual({
      at: '2024-05-01T10:00:00Z',
    });
  });
});

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

describe('identity', () => {
  const identity = (key: MapConfig['key'], record: DataRecord) =>
    compileMapping(configOf([], { key }), envWith(null)).identity(record);

  it('is read from the incoming record, one field or several', () => {
    expect(identity('id', { id: 17 })).toBe('17');
    expect(identity(['shop', 'id'], { shop: 'a', id: 2 })).toBe('["a","2"]');
    expect(identity('customer.id', { customer: { id: 'x' } })).toBe('x');
  });

  it('is null when a part is missing, and undefined when no key is set', () => {
    expect(identity(['shop', 'id'], { shop: 'a' })).toBeNull();
    expect(identity('id', { id: '' })).toBeNull();
    expect(compileMapping(configOf([]), envWith(null)).identity({ id: 1 })).toBeUndefined();
  });

  it('is never found in what an object inherits', () => {
    expect(identity('constructor', {})).toBeNull();
  });
});

describe('expressions in a mapping', () => {
  const host: ExpressionHost = {
    evaluateAll: (text, records) => Promise.all(records.map((record) => evaluateGuarded(text, record))),
  };
  const slowFields = [
    { to: 'total', expression: '$sum($map(lines, function($l) { $l.price * $l.count }))', type: 'decimal' },
    { to: 'name', from: 'name' },
  ];

  it('fail the record, not the run, when they can’t go on', () => {
    expect(map({ a: 'x' }, [{ to: 'n', expression: 'a + 1' }])).toMatchObject({
      verdict: 'dead-letter',
      failures: [{ code: 'mapping.expression-failed', message: 'What stands left of + is not a number' }],
    });
  });

  it('give "not sent" when they give nothing', () => {
    expect(mapped({}, [{ to: 'n', expression: 'missing.field' }])).toEqual({});
  });

  it('of the slow kind are evaluated by the host, page by page', async () => {
    const mapping = compileMapping(configOf(slowFields), envWith(null));
    expect(mapping.slow).toBe(true);
    expect(() => mapping.apply({})).toThrow('applyAll');
    const results = await mapping.applyAll(
      [
        {
          name: 'a',
          lines: [
            { price: 2, count: 3 },
            { price: 1, count: 1 },
          ],
        },
        { name: 'b', lines: [{ price: 'x', count: 1 }] },
      ],
      host,
    );
    expect(results[0]).toEqual({ verdict: 'ok', record: { total: '7', name: 'a' } });
    expect(results[1]).toMatchObject({ verdict: 'dead-letter', failures: [{ field: 'total', row: 0 }] });
  });

  it('of the slow kind need a host', async () => {
    const mapping = compileMapping(configOf(slowFields), envWith(null));
    await expect(mapping.applyAll([{}], null)).rejects.toThrow('there is none');
  });

  it('that a host leaves unanswered fail the record', async () => {
    const silent: ExpressionHost = { evaluateAll: async () => [] };
    const [result] = await compileMapping(configOf(slowFields), envWith(null)).applyAll([{}], silent);
    expect(result).toMatchObject({
      verdict: 'dead-letter',
      failures: [{ message: 'The expression gave no answer' }],
    });
  });

  it('of the fast kind need none', async () => {
    const mapping = compileMapping(configOf([{ to: 'n', expression: 'a + 1' }]), envWith(null));
    expect(await mapping.applyAll([{ a: 1 }, { a: 2 }], null)).toEqual([
      { verdict: 'ok', record: { n: 2 } },
      { verdict: 'ok', record: { n: 3 } },
    ]);
  });
});

describe('a mapping that can’t run', () => {
  it.each([
    [{ to: 'a', from: 'x..y' }, 'Row 1 (a): A field name is missing'],
    [{ to: 'a', expression: '1 +' }, 'Row 1 (a): The expression for a can’t be used'],
    [{ to: 'a', expression: '$eval("1")' }, '$eval is not available'],
    [{ to: 'a', from: 'x', steps: [{ do: 'parse-date', format: 'nope' }] }, 'Row 1 (a)'],
    [{ to: 'a', from: 'x', steps: [{ do: 'lookup', table: 't', column: 'c' }] }, 'There is no table t'],
  ])('%j is refused with its row', (row, message) => {
    expect(() => compileMapping(configOf([row]), envWith(null))).toThrow(message);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('writes no field named %s (attack case 8)', (name) => {
    expect(mapConfigSchema.safeParse({ fields: [{ to: name, value: 1 }] }).success).toBe(false);
    const config = configOf([{ to: 'safe', value: 1 }]);
    const hostile: MapConfig = { ...config, fields: config.fields.map((row) => ({ ...row, to: name })) };
    expect(() => compileMapping(hostile, envWith(null))).toThrow('reserved');
  });
});

describe('hostile records', () => {
  const hostileNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a', 'email'];
  const hostileRecord = fc
    .array(fc.tuple(fc.constantFrom(...hostileNames), fc.jsonValue({ maxDepth: 2 })), { maxLength: 6 })
    .map((entries): DataRecord => {
      const text = `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
      return JSON.parse(text);
    });

  it('never reach a prototype, and never make a mapping throw (attack cases 1 and 3)', () => {
    const fields: Row[] = [
      ...hostileNames
        .filter((name) => !['__proto__', 'constructor'].includes(name))
        .map((name) => ({ to: name, from: name })),
      { to: 'proto', from: '["__proto__"]' },
      { to: 'made', from: 'constructor' },
      { to: 'deep', from: 'constructor.constructor' },
      { to: 'expression', expression: 'constructor & $string(`__proto__`) & toString' },
      { to: 'text', from: 'a', steps: ['to-text', 'trim'], otherwise: 'skip-field' },
    ];
    for (const rest of ['keep', 'drop'] as const) {
      const mapping = compileMapping(configOf(fields, { rest }), envWith(null));
      fc.assert(
        fc.property(hostileRecord, (record) => {
          const result = mapping.apply(record);
          if (result.verdict !== 'ok') return;
          for (const [name, value] of Object.entries(result.record)) {
            expect(typeof value, name).not.toBe('function');
            expect(JSON.stringify(value)).toBeDefined();
          }
          expect(Object.hasOwn(result.record, '__proto__')).toBe(false);
          expect(Reflect.get({}, 'polluted')).toBeUndefined();
        }),
      );
    }
  });

  it('give the own value or nothing', () => {
    const record: DataRecord = JSON.parse('{"constructor":"own"}');
    expect(
      mapped(record, [
        { to: 'a', from: 'constructor' },
        { to: 'b', from: 'toString' },
      ]),
    ).toEqual({ a: 'own' });
  });

  it('yield records without ancestors', () => {
    const record = mapped({ a: 1 }, [{ to: 'a', from: 'a' }]);
    expect(Reflect.get(record, 'constructor')).toBeUndefined();
    expect(Reflect.get(record, 'toString')).toBeUndefined();
    expect(JSON.parse(JSON.stringify(record))).toEqual({ a: 1 });
    expect(structuredClone(record)).toEqual({ a: 1 });
  });
});

describe('any mapping of any record', () => {
  it('is either a record of values or a list of reasons', () => {
    const fields: Row[] = [
      { to: 'text', from: 'a', type: 'text' },
      { to: 'number', from: 'a', steps: [{ do: 'number' }] },
      { to: 'date', from: 'b', type: 'date', lossy: true },
      { to: 'list', from: 'b', steps: [{ do: 'split', separator: ',' }] },
      { to: 'email', from: 'a', type: 'email', otherwise: 'empty' },
    ];
    const target = schema(
      field('text', 'text', { maxLength: 5 }),
      field('email', 'email', { nullable: false }),
    );
    const mapping = compileMapping(configOf(fields), envWith(target));
    fc.assert(
      fc.property(fc.record({ a: fc.jsonValue(), b: fc.jsonValue() }, { requiredKeys: [] }), (json) => {
        // What JSON can hold is a value.
        const result = mapping.apply(json as { [name: string]: Value });
        if (result.verdict === 'ok') {
          expect(JSON.parse(JSON.stringify(result.record))).toEqual({ ...result.record });
        } else {
          expect(result.failures.length).toBeGreaterThan(0);
          for (const failure of result.failures) expect(failure.message.length).toBeLessThan(200);
        }
      }),
      { numRuns: 300 },
    );
  });
});
