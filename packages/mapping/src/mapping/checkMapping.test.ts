import type { Diagnostic, FieldSchema, RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type MapConfig, mapConfigSchema } from '../fieldTable.ts';
import { checkMapping, type MappingSurroundings } from './checkMapping.ts';
import { compileMapping } from './compileMapping.ts';

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

const codes = (found: Diagnostic[]) => found.map(({ severity, code, path }) => `${severity} ${code} ${path}`);

describe('checking a mapping', () => {
  it('finds nothing wrong with a good one', () => {
    expect(
      check([
        { to: 'email', from: 'email', steps: ['email'] },
        { to: 'name', value: 'Ada' },
        { to: 'born', from: 'born', steps: [{ do: 'parse-date', format: 'DD.MM.YYYY' }] },
        { to: 'count', from: 'id' },
        { to: 'tags', from: 'tags', steps: [{ do: 'join' }] },
        { to: 'day', from: 'at', lossy: true },
      ]),
    ).toEqual([]);
  });

  it.each([
    [
      'an unknown source field',
      { to: 'name', from: 'nmae' },
      'error mapping.unknown-source-field fields.0.from',
    ],
    [
      'a path below a single value',
      { to: 'name', from: 'email.domain' },
      'error mapping.unknown-source-field fields.0.from',
    ],
    ['a path that can’t be read', { to: 'name', from: 'a..b' }, 'error mapping.bad-path fields.0.from'],
    [
      'an unknown destination field',
      { to: 'nmae', from: 'email' },
      'error mapping.unknown-target-field fields.0.to',
    ],
    [
      'a field the destination writes itself',
      { to: 'created', from: 'at' },
      'error mapping.read-only-target fields.0.to',
    ],
    ['a row nothing feeds', { to: 'name' }, 'error mapping.row-without-source fields.0.from'],
    [
      'text for a date without a format',
      { to: 'born', from: 'born' },
      'warning mapping.checked-conversion fields.0.steps',
    ],
    [
      'a loss nobody agreed to',
      { to: 'count', from: 'amount' },
      'error mapping.lossy-conversion fields.0.lossy',
    ],
    [
      'a time of day that would be lost',
      { to: 'day', from: 'at' },
      'error mapping.lossy-conversion fields.0.lossy',
    ],
    ['types that never meet', { to: 'day', from: 'active' }, 'error mapping.no-conversion fields.0.from'],
    [
      'a step that can’t take a list',
      { to: 'name', from: 'tags', steps: ['trim'] },
      'error mapping.step-wrong-type fields.0.steps.0',
    ],
    [
      'a step that can’t take a date',
      { to: 'name', from: 'at', steps: [{ do: 'parse-date', format: 'YYYY-MM-DD' }] },
      'error mapping.step-wrong-type fields.0.steps.0',
    ],
    [
      'a bad date format',
      { to: 'born', from: 'born', steps: ['trim', { do: 'parse-date', format: 'MM/YYYY' }] },
      'error mapping.bad-date-format fields.0.steps.1.format',
    ],
    [
      'a bad regular expression',
      { to: 'name', from: 'email', steps: [{ do: 'replace', find: '(', with: '', pattern: true }] },
      'error mapping.bad-pattern fields.0.steps.0.find',
    ],
    [
      'an unknown table',
      { to: 'name', from: 'email', steps: [{ do: 'lookup', table: 't', column: 'c' }] },
      'error mapping.unknown-table fields.0.steps.0.table',
    ],
    [
      'an unknown field in a step',
      { to: 'name', from: 'email', steps: [{ do: 'concat', with: ['email', 'nope'] }] },
      'error mapping.unknown-source-field fields.0.steps.0.with.1',
    ],
    [
      'a broken expression',
      { to: 'name', expression: 'email &' },
      'error mapping.bad-expression fields.0.expression',
    ],
    [
      'an unknown function',
      { to: 'name', expression: '$upper(email)' },
      'error mapping.bad-expression fields.0.expression',
    ],
    [
      'an unknown field in an expression',
      { to: 'name', expression: 'emial & "x"' },
      'warning mapping.unknown-source-field fields.0.expression',
    ],
    [
      'a fixed value of the wrong form',
      { to: 'status', value: 'oepn' },
      'error mapping.not-an-option fields.0.value',
    ],
    [
      'a fixed value that is too long',
      { to: 'name', value: 'Ada King Lovelace' },
      'error mapping.too-long fields.0.value',
    ],
  ] as [string, Row, string][])('finds %s', (_, row, expected) => {
    expect(codes(check([row]))).toEqual([expected]);
  });

  it('finds a field filled twice', () => {
    expect(
      codes(
        check([
          { to: 'name', value: 'a' },
          { to: 'name', value: 'b' },
        ]),
      ),
    ).toEqual(['error mapping.duplicate-target fields.1.to']);
  });

  it('finds a key that is not there', () => {
    expect(codes(check([], {}, { key: 'nope' }))).toEqual(['error mapping.unknown-source-field key']);
    expect(codes(check([], {}, { key: ['id', 'nope'] }))).toEqual([
      'error mapping.unknown-source-field key.1',
    ]);
  });

  it('only warns where other fields may appear', () => {
    const open = { ...source, open: true };
    expect(codes(check([{ to: 'name', from: 'nope' }], { source: open }))).toEqual([
      'warning mapping.unknown-source-field fields.0.from',
    ]);
    expect(codes(check([{ to: 'nope', from: 'email' }], { target: { ...target, open: true } }))).toEqual([
      'warning mapping.unknown-target-field fields.0.to',
    ]);
  });

  it('lets a path go on inside a structured field', () => {
    expect(check([{ to: 'name', from: 'address.city' }])).toEqual([]);
  });

  it('says where an expression is wrong', () => {
    const [found] = check([{ to: 'name', expression: 'email & $upper(name)' }]);
    expect(found?.title).toBe('There is no function $upper (at character 9)');
  });

  it('proposes the field that was meant', () => {
    const [found] = check([{ to: 'name', from: 'E-Mail' }]);
    expect(found?.whatToDo).toBe('Did you mean email?');
  });

  it('finds a reserved name even when the form let it pass', () => {
    const config = configOf([{ to: 'safe', value: 1 }]);
    const hostile: MapConfig = {
      ...config,
      fields: config.fields.map((row) => ({ ...row, to: '__proto__' })),
    };
    expect(codes(checkMapping(hostile, { source, target: null, tables: {} }))).toEqual([
      'error mapping.reserved-name fields.0.to',
    ]);
  });

  it('says of every problem where it is, what it is and what to do', () => {
    const found = check(
      [
        { to: 'nope', from: 'nope', steps: [{ do: 'parse-date', format: 'x' }] },
        { to: 'count', from: 'amount' },
        { to: 'day', from: 'at' },
      ],
      {},
      { key: 'nope' },
    );
    expect(found.length).toBeGreaterThan(3);
    for (const diagnostic of found) {
      expect(diagnostic.path).toMatch(/^(fields|key)/);
      expect(diagnostic.field).toBeTruthy();
      expect(diagnostic.title.length).toBeGreaterThan(8);
      expect(diagnostic.whatToDo.length).toBeGreaterThan(8);
      expect(diagnostic.node).toBeUndefined();
    }
  });
});

it('a mapping without errors compiles', () => {
  const rows: Row[] = [
    { to: 'name', from: 'email' },
    { to: 'born', from: 'born', steps: [{ do: 'parse-date', format: 'D.M.YY' }] },
    { to: 'status', from: 'born', steps: [{ do: 'map-values', values: { a: 'open' } }] },
    {
      to: 'tags',
      from: 'tags',
      steps: [{ do: 'join' }, { do: 'replace', find: '\\s', with: '', pattern: true }],
    },
    { to: 'count', expression: '$count(tags)' },
  ];
  for (const row of rows) {
    expect(check([row]).filter(({ severity }) => severity === 'error')).toEqual([]);
    const mapping = compileMapping(configOf([row]), { source, target, tables: {}, now: () => new Date(0) });
    expect(['ok', 'dead-letter']).toContain(mapping.apply({}).verdict);
  }
});
