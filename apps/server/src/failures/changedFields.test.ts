import { expect, it } from 'vitest';
import { changedFields } from './changedFields.ts';

it('names the fields an edit touched, and none of their values', () => {
  const before = { id: 7, email: 'old@example.test', tags: ['a'], gone: 1 };
  const after = { id: 7, email: 'new@example.test', tags: ['a'], fresh: null };
  const said = changedFields(before, after);
  expect(said).toEqual({ changed: ['email'], added: ['fresh'], removed: ['gone'] });
  expect(JSON.stringify(said)).not.toContain('example.test');
});

it('takes input that never was a record for an empty one', () => {
  expect(changedFields('{ broken', { id: 1 })).toEqual({ changed: [], added: ['id'], removed: [] });
});
