import { type AnyNodeDefinition, defineNode, destinationPorts, type RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { compileFlow } from '../compileFlow.ts';
import { field, env as plain, schema } from '../testing/catalogue.ts';
import { flow, hook } from '../testing/flows.ts';

const literal = z.union([z.boolean(), z.number(), z.string()]);
const table = defineNode({
  type: 'table.upsert',
  version: 1,
  role: 'destination',
  title: 'Table',
  icon: 'table',
  doc: 'Writes.',
  config: z.strictObject({
    key: z.array(z.string()),
    deletes: z.string(),
    archiveField: z.string(),
    archiveValue: literal.default(true),
    archiveClear: literal.optional(),
  }),
  ports: destinationPorts,
  capabilities: { writes: ['upsert', 'delete'] },
});
// A list of definitions of different configs has no type of its own; the compiler parses before it uses one.
const own = table as unknown as AnyNodeDefinition;
const env = { ...plain, definition: (type: string) => (type === own.type ? own : plain.definition(type)) };

const accepts = schema([
  field('id', 'integer'),
  field('gone', 'boolean', { nullable: true }),
  field('gone_at', 'datetime', { nullable: true }),
  field('status', 'text'),
  field('level', 'integer'),
  field('stamp', 'datetime', { readOnly: true }),
]);

function check(config: Record<string, unknown>, told: RecordSchema | undefined = accepts, brought = ['id']) {
  const end = { type: own.type, title: 'People', config: { key: ['id'], deletes: 'archive', ...config } };
  const document = flow({ start: hook, end }, [['start', 'end']]);
  const start = schema(brought.map((name) => field(name, name === 'id' ? 'integer' : 'text')));
  return compileFlow(document, { ...env, schemas: { start, end: told } })
    .diagnostics.filter(({ code }) => code.startsWith('destination.archive'))
    .map(({ code, node, path, field: name, title }) => ({ code, node, path, field: name, title }));
}

describe('the field that marks a record as gone', () => {
  it('has to be one the destination has, as far as that is known', () => {
    expect(check({ archiveField: 'nowhere' })).toEqual([
      {
        code: 'destination.archive-unknown',
        node: 'end',
        path: 'archiveField',
        field: 'nowhere',
        title: 'People has no field nowhere to mark records as gone',
      },
    ]);
    expect(check({ archiveField: 'nowhere' }, { ...accepts, open: true })).toEqual([]);
    expect(check({ archiveField: 'gone' })).toEqual([]);
  });

  it('can not be the key, nor one the system fills', () => {
    expect(check({ archiveField: 'id' })).toMatchObject([
      { code: 'destination.archive-key', path: 'archiveField', field: 'id' },
    ]);
    expect(check({ archiveField: 'stamp', archiveValue: '$now' })).toMatchObject([
      { code: 'destination.archive-read-only', path: 'archiveField', field: 'stamp' },
    ]);
  });

  it('marks nothing behind a two-way link, which deletes records or leaves them', () => {
    const end = { type: own.type, config: { key: ['id'], deletes: 'archive', archiveField: 'gone' } };
    const document = flow({ start: hook, both: { type: 'link', config: {} }, end }, [
      ['start', 'both'],
      ['both', 'end', 'to-a'],
    ]);
    const { diagnostics } = compileFlow(document, { ...env, schemas: { end: accepts } });
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'destination.archive-linked', node: 'end', path: 'deletes' }),
    );
  });

  it('is nobody’s matter where records are not archived', () => {
    expect(check({ archiveField: 'nowhere', deletes: 'delete' })).toEqual([]);
  });
});

describe('the value of the mark', () => {
  const titles = (config: Record<string, unknown>, brought?: string[]) =>
    check(config, accepts, brought).map(({ path, title }) => `${path}: ${title}`);

  it('has to fit the field', () => {
    expect(titles({ archiveField: 'gone_at' })).toEqual([
      'archiveValue: gone_at of People takes date and time, and the mark is yes',
    ]);
    expect(titles({ archiveField: 'gone_at', archiveValue: '$now' })).toEqual([]);
    expect(titles({ archiveField: 'gone', archiveValue: 1 })[0]).toMatch(/^archiveValue: .* the number 1$/);
    expect(titles({ archiveField: 'level', archiveValue: 9, archiveClear: 1 })).toEqual([]);
  });

  it('has to have one for records that are back, unless they bring it', () => {
    expect(titles({ archiveField: 'status', archiveValue: 'closed' })).toEqual([
      'archiveClear: status of People can not be empty, and a record that is back would empty it',
    ]);
    expect(titles({ archiveField: 'status', archiveValue: 'closed', archiveClear: 'open' })).toEqual([]);
    expect(titles({ archiveField: 'status', archiveValue: 'closed' }, ['id', 'status'])).toEqual([]);
    expect(titles({ archiveField: 'level', archiveValue: 9, archiveClear: true })[0]).toMatch(
      /^archiveClear: .* sent yes$/,
    );
  });
});
