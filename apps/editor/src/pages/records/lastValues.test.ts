import type { RecordHop } from '@syncline/model';
import { expect, it } from 'vitest';
import { lastValues } from './lastValues.ts';

const hop = (outcome: RecordHop['outcome'], values: Record<string, unknown>): RecordHop => ({
  at: '2026-11-21T12:00:00Z',
  flowId: 'f',
  node: 'mail',
  nodeTitle: 'Newsletter',
  runId: '1',
  outcome,
  code: null,
  detail: null,
  changes: Object.entries(values).map(([field, after]) => ({ field, before: undefined, after })),
});

it('takes the newest value of each field, in the order of the first, and says which are still held back', () => {
  const values = lastValues([
    hop('parked', { limit: 8000 }),
    hop('unchanged', {}),
    hop('updated', { limit: 5000, tags: 'vip' }),
    hop('created', { tags: '', name: 'Ana' }),
  ]);
  expect([...values]).toEqual([
    ['tags', { value: 'vip', waits: false }],
    ['name', { value: 'Ana', waits: false }],
    ['limit', { value: 8000, waits: true }],
  ]);
});

it('does not show what a deleted record held before', () => {
  expect(lastValues([hop('deleted', { name: null }), hop('created', { name: 'Ana' })]).size).toBe(0);
});
