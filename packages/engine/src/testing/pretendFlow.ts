import { openSchema, type Plan, type PlanStep } from '@syncline/model';
import type { ActiveFlow } from '../ports.ts';

const step = (node: string, more: Partial<PlanStep> & Pick<PlanStep, 'type' | 'role'>): PlanStep => ({
  node,
  version: 1,
  title: node,
  connection: null,
  config: {},
  next: {},
  schema: openSchema,
  ...more,
});

/** Trigger and schedule into one map into one destination: the shape everything here is about. */
export function pretendPlan(settings: Partial<Plan['settings']> = {}, steps?: PlanStep[]): Plan {
  const all = steps ?? [
    step('changes', { type: 'pretend.trigger', role: 'trigger', next: { out: ['clean'] } }),
    step('nightly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['clean'] } }),
    step('clean', {
      type: 'map',
      role: 'transform',
      config: { rest: 'keep', fields: [] },
      next: { out: ['list'] },
    }),
    step('list', { type: 'pretend.upsert', role: 'destination', config: { deletes: 'delete' } }),
  ];
  return {
    hash: 'hash',
    settings: { parts: 1, overlap: 'queue-one', catchup: 'latest', errorBudget: 100, ...settings },
    tables: {},
    steps: all,
    feeders: all.filter(({ role }) => role === 'trigger' || role === 'schedule').map(({ node }) => node),
    destinations: all.filter(({ role }) => role === 'destination').map(({ node }) => node),
    splittable: true,
  };
}

export function pretendFlow(plan: Plan = pretendPlan()): ActiveFlow {
  return {
    flowId: 'flow',
    name: 'Rows to list',
    desired: 'live',
    version: 1,
    plan,
    destinationIds: Object.fromEntries(
      plan.steps
        .filter(({ role }) => role === 'destination' || role === 'checkpoint')
        .map(({ node }) => [node, `dest-${node}`]),
    ),
    connections: {},
    readAt: new Date(0),
  };
}

export { step as pretendStep };
