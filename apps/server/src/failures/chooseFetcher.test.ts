import type { Plan, PlanStep } from '@syncline/model';
import { expect, it } from 'vitest';
import { chooseFetcher } from './chooseFetcher.ts';

const step = (
  node: string,
  role: PlanStep['role'],
  next: string[],
  config: Record<string, unknown> = {},
): PlanStep => ({
  node,
  type: role === 'trigger' ? 'hook' : 'table',
  version: 1,
  role,
  title: node,
  connection: null,
  config,
  next: { out: next },
  schema: { fields: [], key: [], cursorFields: [], open: true },
});

const plan: Plan = {
  hash: '',
  settings: { parts: 1, overlap: 'skip', catchup: 'latest', errorBudget: 100 },
  tables: {},
  steps: [
    step('elsewhere', 'schedule', ['other']),
    step('nightly', 'schedule', ['members']),
    step('changes', 'sync', ['members']),
    step('posts', 'trigger', ['members'], { fetchFrom: 'changes' }),
    step('members', 'destination', []),
    step('other', 'destination', []),
  ],
  feeders: ['elsewhere', 'nightly', 'changes', 'posts'],
  destinations: ['members', 'other'],
  splittable: true,
};
const fetches = (type: string) => type === 'table';

it('asks the source that brought the record', () => {
  expect(chooseFetcher(plan, 'members', 'changes', fetches)).toBe('changes');
});

it('asks the step a webhook names, and else any source that leads there', () => {
  expect(chooseFetcher(plan, 'members', 'posts', fetches)).toBe('changes');
  expect(chooseFetcher(plan, 'members', null, fetches)).toBe('nightly');
});

it('never asks a source that leads elsewhere, nor one that knows no single records', () => {
  expect(chooseFetcher(plan, 'other', 'nightly', fetches)).toBe('elsewhere');
  expect(chooseFetcher(plan, 'members', 'nightly', () => false)).toBeNull();
});
