import { expect, it } from 'vitest';
import { changeLine, effectOf } from './approvalWords.ts';

const added = { op: 'upsert', changes: [{ field: 'email', after: 'a@b.test' }], deletes: 'archive' } as const;

it('does not promise to add what may be there already', () => {
  expect(changeLine({ ...added, changes: [...added.changes], looksFirst: false })).toBe('would be added');
  expect(changeLine({ ...added, changes: [...added.changes], looksFirst: true })).toBe(
    'would be added or changed',
  );
});

it('says of a delete what the destination does of it', () => {
  const gone = { op: 'delete', changes: null, looksFirst: false } as const;
  expect(effectOf({ ...gone, deletes: 'delete' })).toBe('delete');
  expect(effectOf({ ...gone, deletes: null })).toBe('delete');
  expect(changeLine({ ...gone, deletes: 'archive' })).toBe('would be marked as gone');
  expect(changeLine({ ...gone, deletes: 'unlink' })).toBe('is deleted at the source, would stay here');
});
