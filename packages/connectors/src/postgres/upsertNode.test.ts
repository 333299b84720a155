import { parseNodeConfig } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { upsertNode } from './upsertNode.ts';

const parse = (more: Record<string, unknown>) =>
  parseNodeConfig(upsertNode, { table: 'crm.people', key: ['id'], ...more });

const problems = (more: Record<string, unknown>) => {
  const parsed = parse(more);
  return parsed.ok ? [] : parsed.issues.map(({ path, message }) => `${path}: ${message}`);
};

describe('what becomes of rows the source deletes', () => {
  it('is nothing unless somebody says so', () => {
    expect(parse({})).toMatchObject({ ok: true, config: { deletes: 'ignore' } });
    for (const deletes of ['unlink', 'delete']) expect(problems({ deletes })).toEqual([]);
  });

  it('needs a column to mark them with, which is no part of the key', () => {
    expect(problems({ deletes: 'archive' })).toEqual([
      'archiveField: Choose the field that marks a record as gone.',
    ]);
    expect(problems({ deletes: 'archive', archiveField: 'id' })).toEqual([
      'archiveField: id identifies the record. Choose a field that is not part of the key.',
    ]);
    expect(parse({ deletes: 'archive', archiveField: 'archived' })).toMatchObject({
      ok: true,
      config: { archiveField: 'archived', archiveValue: true },
    });
  });

  it.each([[false], [1], ['gone'], ['$now']])('can be marked with %j', (archiveValue) => {
    expect(problems({ deletes: 'archive', archiveField: 'mark', archiveValue })).toEqual([]);
  });

  it('can not be archived where existing rows are left alone, or where a row that is back looks archived', () => {
    const archive = { deletes: 'archive', archiveField: 'mark' };
    expect(problems({ ...archive, write: 'create-only' })[0]).toMatch(/^deletes: .*Existing rows to upsert/);
    expect(problems({ ...archive, archiveValue: 'x', archiveClear: 'x' })[0]).toMatch(/^archiveClear: /);
  });

  it('says nothing of a mark that is not used', () => {
    expect(problems({ deletes: 'delete', archiveField: 'id', archiveValue: '' })).toEqual([]);
  });
});
