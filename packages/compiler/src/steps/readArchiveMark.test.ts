import { expect, it } from 'vitest';
import { readArchiveMark } from './readArchiveMark.ts';

const mark = (more: Record<string, unknown>) =>
  readArchiveMark({ deletes: 'archive', archiveField: 'gone', ...more });

it('marks a record as gone with yes, and as back with the opposite, unless somebody says otherwise', () => {
  expect(mark({})).toEqual({ field: 'gone', value: true, clear: false });
  expect(mark({ archiveValue: false })).toMatchObject({ value: false, clear: true });
  expect(mark({ archiveValue: 'old', archiveClear: 'new' })).toMatchObject({ value: 'old', clear: 'new' });
});

it('empties a field that is no yes or no once the record is back', () => {
  expect(mark({ archiveValue: '$now' })).toMatchObject({ value: '$now', clear: null });
  expect(mark({ archiveValue: 0 })).toMatchObject({ value: 0, clear: null });
});

it('marks nothing where deletes mean something else', () => {
  expect(mark({ deletes: 'unlink' })).toBeNull();
  expect(mark({ archiveField: undefined })).toBeNull();
});
