import type { Plan, PlanStep } from '@syncline/model';
import { expect, it } from 'vitest';
import { destinationBehind } from './destinationBehind.ts';

function planOf(steps: Record<string, [PlanStep['role'], string, string[]]>): Plan {
  return {
    hash: '',
    settings: { parts: 1, overlap: 'skip', catchup: 'latest', errorBudget: 100 },
    tables: {},
    steps: Object.entries(steps).map(([node, [role, type, next]]) => ({
      node,
      type,
      version: 1,
      role,
      title: node,
      connection: null,
      config: {},
      next: { out: next },
      schema: { fields: [], key: [], cursorFields: [], open: true },
    })),
    feeders: [],
    destinations: [],
    splittable: true,
  };
}

it('compares with the destination that gets the record as it was shown', () => {
  const plan = planOf({
    review: ['checkpoint', 'approve', ['paying']],
    paying: ['transform', 'filter', ['members']],
    members: ['destination', 'http.send', []],
  });
  expect(destinationBehind(plan, 'review')).toBe('members');
});

it('compares with nothing when a mapping behind the checkpoint makes another record', () => {
  const plan = planOf({
    review: ['checkpoint', 'approve', ['shape']],
    shape: ['transform', 'map', ['members']],
    members: ['destination', 'http.send', []],
  });
  expect(destinationBehind(plan, 'review')).toBeNull();
});
