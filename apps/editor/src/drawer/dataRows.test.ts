import type { Preview } from '@syncline/model';
import { expect, it } from 'vitest';
import { dataRows } from './dataRows.ts';
import { recordLabel } from './recordLabel.ts';

const preview: Preview = {
  node: 'clean',
  input: [
    { key: '17', op: 'upsert', record: { id: '17', mail: ' A@x.test', city: 'Bern' } },
    { key: '18', op: 'upsert', record: { id: '18', mail: 'b@x.test', city: 'Zug' } },
  ],
  output: [{ key: '17', op: 'upsert', port: 'out', record: { source_id: '17', mail: 'a@x.test', total: 5 } }],
  failed: [],
  filtered: 0,
  from: 'live read of file',
  tookMs: 4,
};

it('greys what passed through unchanged, also under another name', () => {
  const { rows } = dataRows(preview, 'output', undefined);
  expect([...(rows[0]?.unchanged ?? [])]).toEqual(['source_id']);
});

it('puts numbers right, and keeps the order of the schema', () => {
  const field = (name: string, type: 'text' | 'integer') => ({ name, type, nullable: true, required: false });
  const schema = {
    fields: [field('total', 'integer'), field('mail', 'text')],
    key: [],
    cursorFields: [],
    open: false,
  };
  const { columns } = dataRows(preview, 'output', schema);
  expect(columns.map(({ name }) => name)).toEqual(['total', 'mail', 'source_id']);
  expect(columns[0]?.numeric).toBe(true);
});

it('tells ways out only where there are several', () => {
  expect(dataRows(preview, 'output', undefined).rows[0]?.port).toBeNull();
  const branched = {
    ...preview,
    output: [
      ...preview.output,
      { ...preview.output[0], port: 'vip', key: '18', op: 'upsert' as const, record: {} },
    ],
  };
  expect(dataRows(branched, 'output', undefined).rows.map(({ port }) => port)).toEqual(['out', 'vip']);
});

it('calls a record by its name, its mail address, else its key', () => {
  expect(recordLabel({ id: '1', 'Full Name': 'Ana Kovač', email: 'a@x.test' }, '1')).toBe('Ana Kovač');
  expect(recordLabel({ id: '1', email: 'a@x.test' }, '1')).toBe('a@x.test');
  expect(recordLabel({ amount: 5 }, 'k')).toBe('k');
});
