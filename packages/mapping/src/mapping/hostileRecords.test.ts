import type { DataRecord, FieldSchema, RecordSchema, Value } from '@syncline/model';
import fc from 'fast-check';
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
