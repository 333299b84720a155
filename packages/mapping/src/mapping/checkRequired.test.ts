import type { Diagnostic, FieldSchema, RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type MapConfig, mapConfigSchema } from '../fieldTable.ts';
import { checkMapping, type MappingSurroundings } from './checkMapping.ts';

const field = (name: string, type: FieldSchema['type'], rules: Partial<FieldSchema> = {}): FieldSchema => ({
  name,
  type,
  nullable: true,
  required: false,
  ...rules,
});

const source: RecordSchema = {
  fields: [
    field('id', 'integer', { nullable: false }),
    field('email', 'text'),
    field('born', 'text'),
    field('tags', 'list'),
    field('address', 'json'),
    field('amount', 'decimal', { nullable: false }),
    field('at', 'datetime'),
    field('active', 'boolean'),
  ],
  key: ['id'],
  cursorFields: [],
  open: false,
};

const target: RecordSchema = {
  fields: [
    field('email', 'email'),
    field('name', 'text', { maxLength: 10 }),
    field('born', 'date'),
    field('day', 'date'),
    field('count', 'integer'),
    field('status', 'enum', { options: ['open', 'closed'] }),
    field('created', 'datetime', { readOnly: true }),
    field('tags', 'text'),
  ],
  key: ['email'],
  cursorFields: [],
  open: false,
};

type Row = { to: string; [setting: string]: unknown };
const configOf = (fields: Row[], rest: Partial<MapConfig> = {}): MapConfig =>
  mapConfigSchema.parse({ fields, ...rest });

function check(
  fields: Row[],
  changes: Partial<MappingSurroundings> = {},
  rest: Partial<MapConfig> = {},
): Diagnostic[] {
  return checkMapping(configOf(fields, rest), { source, target, tables: {}, ...changes });
}

describe('a field the destination insists on', () => {
  const strict: RecordSchema = {
    ...target,
    fields: [field('consent', 'boolean', { required: true, nullable: false }), field('email', 'email')],
  };
  const required = (fields: Row[], rest: Partial<MapConfig> = {}) =>
    check(fields, { target: strict }, rest).filter(({ code }) => code === 'mapping.required-field-unmapped');

  it('must be mapped', () => {
    expect(required([])).toEqual([
      {
        severity: 'error',
        code: 'mapping.required-field-unmapped',
        path: 'fields',
        field: 'consent',
        title: 'consent has no value',
        whatToDo: 'Map a field to it, or set a fixed value.',
      },
    ]);
  });

  it.each([
    ['a fixed value', { to: 'consent', value: false }],
    ['a default', { to: 'consent', from: 'active', steps: [{ do: 'default', value: false }] }],
    [
      'another field that is never empty',
      { to: 'consent', from: 'active', steps: [{ do: 'coalesce', from: ['id'] }] },
    ],
    ['a policy', { to: 'consent', from: 'active', required: 'dead-letter' }],
    ['the other policy', { to: 'consent', from: 'active', required: 'skip' }],
    ['a field that is never empty', { to: 'consent', from: 'id' }],
    ['an expression', { to: 'consent', expression: 'active = true' }],
  ] as [string, Row][])('is satisfied by %s', (_, row) => {
    expect(required([row])).toEqual([]);
  });

  it.each([
    ['a field that may be empty', { to: 'consent', from: 'active' }],
    [
      'other fields that may be empty',
      { to: 'consent', from: 'active', steps: [{ do: 'coalesce', from: ['email'] }] },
    ],
    ['a default of nothing', { to: 'consent', from: 'active', steps: [{ do: 'default', value: null }] }],
    ['a fixed null', { to: 'consent', value: null }],
    [
      'steps that may give nothing',
      { to: 'consent', from: 'id', steps: [{ do: 'map-values', values: { a: true }, otherwise: 'empty' }] },
    ],
  ] as [string, Row][])('is not satisfied by %s', (_, row) => {
    expect(required([row])).toMatchObject([{ field: 'consent', path: 'fields.0.required' }]);
  });

  it('may come through with the fields no row uses', () => {
    const open = { ...source, open: true };
    const found = checkMapping(configOf([], { rest: 'keep' }), { source: open, target: strict, tables: {} });
    expect(found).toEqual([]);
    expect(required([], { rest: 'keep' })).toHaveLength(1);
  });

  it('can’t be taken away from a mapping without an error: whichever row goes, publishing is refused', () => {
    const all = ['a', 'b', 'c'].map((name) => field(name, 'text', { required: true }));
    const rows = all.map(({ name }) => ({ to: name, value: 'x' }));
    const surroundings = { target: { ...target, fields: all } };
    expect(check(rows, surroundings)).toEqual([]);
    for (const { name } of all) {
      const found = check(
        rows.filter(({ to }) => to !== name),
        surroundings,
      );
      expect(found).toMatchObject([
        { code: 'mapping.required-field-unmapped', field: name, severity: 'error' },
      ]);
    }
  });
});
