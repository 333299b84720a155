import type { ActiveFlow } from '@syncline/engine';
import type { Plan } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';

const text = `
  select flow.id, flow.name, flow.desired, flow_version.n, flow_version.plan, flow.bindings, clock_timestamp() as now, coalesce((
    select json_object_agg(node, id::text) from syncline.destination where flow_id = flow.id
  ), '{}') as "destinationIds"
  from syncline.flow
  join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = coalesce($2, flow.active_version)
  where flow.id = $1`;

interface FlowRow {
  id: string;
  name: string;
  desired: 'draft' | 'live' | 'paused';
  n: number;
  plan: Plan;
  bindings: Record<string, string>;
  destinationIds: Record<string, string>;
  now: Date;
}

/** Logical connection name -> what it is bound to, ready for use. */
export type ResolveConnections = (
  bindings: Record<string, string>,
) => Promise<Record<string, Record<string, unknown>>>;

/** A published version with everything a worker needs to run it. */
export async function loadActiveFlow(
  db: Queryable,
  resolveConnections: ResolveConnections,
  flowId: string,
  version?: number,
): Promise<ActiveFlow | null> {
  const found = await db.query<FlowRow>({
    name: 'load-active-flow',
    text,
    values: [flowId, version ?? null],
  });
  const row = found.rows[0];
  if (row === undefined) return null;
  return {
    flowId: row.id,
    name: row.name,
    desired: row.desired === 'live' ? 'live' : 'paused',
    version: row.n,
    plan: row.plan,
    destinationIds: row.destinationIds,
    connections: await resolveConnections(row.bindings),
    readAt: row.now,
  };
}
