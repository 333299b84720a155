import type { DataRecord, FieldSchema, RecordSchema } from '@syncline/model';
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
