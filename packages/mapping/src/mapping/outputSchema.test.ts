import type { FieldSchema, RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type MapConfig, mapConfigSchema } from '../fieldTable.ts';
import { mappingOutputSchema } from './outputSchema.ts';
import { rowPaths } from './rowPaths.ts';

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
    field('email', 'text', { sensitive: true }),
    field('tags', 'list'),
    field('extra', 'json'),
  ],
  key: ['id'],
  cursorFields: ['id'],
  open: true,
};

type Row = { to: string; [setting: string]: unknown };

function output(
  fields: Row[],
  rest: Partial<MapConfig> = {},
  target: RecordSchema | null = null,
): RecordSchema {
  return mappingOutputSchema(mapConfigSchema.parse({ fields, ...rest }), { source, target });
}

const typesOf = (schema: RecordSchema) =>
  Object.fromEntries(schema.fields.map(({ name, type }) => [name, type]));

describe('what leaves a mapping', () => {
  it('has the types the rows give', () => {
    const rows: Row[] = [
      { to: 'number', from: 'id' },
      { to: 'mail', from: 'email', steps: ['email'] },
      { to: 'first_tag', from: 'tags', steps: [{ do: 'join' }] },
      { to: 'born', from: 'extra.born', steps: [{ do: 'parse-date', format: 'DD.MM.YYYY' }] },
      { to: 'yes', value: true },
      { to: 'half', value: 0.5 },
      { to: 'said', expression: 'email & "x"', type: 'text' },
      { to: 'unknown', expression: 'email & "x"' },
    ];
    expect(typesOf(output(rows))).toEqual({
      number: 'integer',
      mail: 'email',
      first_tag: 'text',
      born: 'date',
      yes: 'boolean',
      half: 'decimal',
      said: 'text',
      unknown: 'json',
    });
  });

  it('takes type, length and options from the destination', () => {
    const target: RecordSchema = {
      fields: [
        field('mail', 'email', { maxLength: 50, label: 'E-mail' }),
        field('status', 'enum', { options: ['a'] }),
      ],
      key: [],
      cursorFields: [],
      open: false,
    };
    const { fields } = output(
      [
        { to: 'mail', from: 'email' },
        { to: 'status', value: 'a' },
      ],
      {},
      target,
    );
    expect(fields).toMatchObject([
      { name: 'mail', type: 'email', maxLength: 50, label: 'E-mail', sensitive: true },
      { name: 'status', type: 'enum', options: ['a'], nullable: false },
    ]);
  });

  it('knows which fields always have a value', () => {
    const rows: Row[] = [
      { to: 'always', from: 'id' },
      { to: 'maybe', from: 'email' },
      { to: 'defaulted', from: 'email', steps: [{ do: 'default', value: 'x' }] },
      { to: 'required', from: 'email', required: 'skip' },
      { to: 'forgiving', from: 'id', otherwise: 'skip-field' },
      {
        to: 'split',
        from: 'email',
        steps: [
          { do: 'default', value: 'x' },
          { do: 'split', separator: '@', part: 1 },
        ],
      },
    ];
    const nullable = output(rows)
      .fields.filter((one) => one.nullable)
      .map(({ name }) => name);
    expect(nullable).toEqual(['maybe', 'forgiving', 'split']);
  });

  it('keeps the identity when all of it goes through', () => {
    expect(output([{ to: 'external_id', from: 'id' }]).key).toEqual(['external_id']);
    expect(output([{ to: 'external_id', from: 'id', steps: ['to-text'] }]).key).toEqual([]);
    expect(output([{ to: 'mail', from: 'email' }]).key).toEqual([]);
    expect(output([{ to: 'mail', from: 'email' }], { key: 'email' }).key).toEqual(['mail']);
    expect(output([{ to: 'mail', from: 'email' }], { rest: 'keep' }).key).toEqual(['id']);
  });

  it('passes on what no row reads, when told to', () => {
    const kept = output([{ to: 'mail', from: 'email' }], { rest: 'keep' });
    expect(Object.keys(typesOf(kept))).toEqual(['id', 'tags', 'extra', 'mail']);
    expect(kept.open).toBe(true);
    expect(output([{ to: 'mail', from: 'email' }]).open).toBe(false);
  });

  it('names a field once, even when two rows fill it', () => {
    expect(
      output([
        { to: 'a', from: 'id' },
        { to: 'a', from: 'email' },
      ]).fields,
    ).toHaveLength(1);
  });

  it('is nothing for rows that can’t be read, and does not break on them', () => {
    expect(
      typesOf(
        output(
          [
            { to: 'a', from: 'x..y' },
            { to: 'b', from: 'missing' },
          ],
          { rest: 'keep' },
        ),
      ),
    ).toMatchObject({ a: 'json', b: 'json' });
  });
});

describe('the source fields a row reads', () => {
  const paths = (row: Row) => {
    const [first] = mapConfigSchema.parse({ fields: [row] }).fields;
    return first === undefined ? [] : rowPaths(first);
  };

  it('include those of its steps and its expression', () => {
    expect(
      paths({
        to: 'x',
        from: 'a',
        steps: ['trim', { do: 'concat', with: ['b'] }, { do: 'coalesce', from: ['c.d'] }],
      }),
    ).toEqual(['a', 'b', 'c.d']);
    expect(paths({ to: 'x', expression: 'a.b & c' })).toEqual(['a.b', 'c']);
    expect(paths({ to: 'x', value: 1 })).toEqual([]);
    expect(paths({ to: 'x', expression: '$string($)' })).toBe('dynamic');
  });
});
