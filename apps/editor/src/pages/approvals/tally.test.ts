import type { Approval } from '@syncline/model';
import { expect, it } from 'vitest';
import { effectOf } from './approvalWords.ts';
import { sampleOf, tally } from './tally.ts';

const approval = (change: Partial<Approval>): Approval => ({
  id: '1',
  flowId: 'f',
  flowName: 'Flow',
  node: 'approve',
  nodeTitle: 'Approve VIP',
  runId: '1',
  key: 'shop:1',
  op: 'upsert',
  record: {},
  contentHash: 'h',
  changes: [],
  looksFirst: false,
  deletes: 'delete',
  state: 'waiting',
  decidedBy: null,
  decidedAt: null,
  note: null,
  createdAt: '2026-11-21T12:00:00Z',
  expiresAt: null,
  ...change,
});

it('adds up what would change, numbers with their totals', () => {
  const sum = tally([
    approval({ changes: [{ field: 'limit', before: 100, after: 200 }] }),
    approval({
      changes: [
        { field: 'limit', before: '50.5', after: 80 },
        { field: 'name', before: 'Ana', after: 'Anna' },
      ],
    }),
    approval({ op: 'delete' }),
    approval({ changes: [{ field: 'limit', before: undefined, after: 7 }] }),
    approval({ changes: [{ field: 'limit', before: undefined, after: 7 }], looksFirst: true }),
    approval({ op: 'delete', deletes: 'archive' }),
    approval({ op: 'delete', deletes: 'ignore' }),
    approval({ changes: null }),
  ]);
  expect(sum.effects).toEqual({ add: 1, match: 1, change: 2, delete: 1, archive: 1, leave: 1, unknown: 1 });
  expect(sum.fields).toEqual([
    { field: 'limit', records: 2, total: { before: 150.5, after: 280 } },
    { field: 'name', records: 1, total: null },
  ]);
});

it('gives no total of a field that is not a number everywhere', () => {
  const sum = tally([
    approval({ changes: [{ field: 'limit', before: 1, after: 2 }] }),
    approval({ changes: [{ field: 'limit', before: 'none', after: 2 }] }),
    approval({ changes: [{ field: 'limit', before: 1, after: 2 }] }),
  ]);
  expect(sum.fields).toEqual([{ field: 'limit', records: 3, total: null }]);
});

it('does not call an unchanged record new', () => {
  expect(effectOf(approval({ changes: [] }))).toBe('change');
});

it('shows the oldest and the newest among the sample', () => {
  const numbers = Array.from({ length: 1240 }, (_, index) => index);
  const sample = sampleOf(numbers, 10);
  expect([sample.length, sample[0], sample.at(-1)]).toEqual([10, 0, 1239]);
  expect(sampleOf([1, 2], 10)).toEqual([1, 2]);
});
