import type { Plan } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';

/** What runs until now: the published plan and what its connections are bound to. */
export interface ActivePlan {
  plan: Plan;
  bindings: Record<string, string>;
}

const text = `
  select flow_version.plan, flow.bindings from syncline.flow
  join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
  where flow.id = $1`;

/** Null before the first publish. */
export async function findActivePlan(db: Queryable, flowId: string): Promise<ActivePlan | null> {
  const found = await db.query<ActivePlan>({ name: 'find-active-plan', text, values: [flowId] });
  return found.rows[0] ?? null;
}
