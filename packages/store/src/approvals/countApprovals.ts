import type { Queryable } from '../database/queryable.ts';

export interface WaitingCount {
  flowId: string;
  flowName: string;
  node: string;
  nodeTitle: string;
  waiting: number;
  oldest: string;
}

const text = `
  select flow.id as "flowId", flow.name as "flowName", waiting.node,
    coalesce(flow_version.titles ->> waiting.node, waiting.node) as "nodeTitle", waiting.count as waiting, waiting.oldest
  from (
    select flow_id, node, count(*) as count, min(created_at) as oldest from syncline.parked
    where state = 'waiting' and due is null group by flow_id, node
  ) as waiting
  join syncline.flow on flow.id = waiting.flow_id
  left join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
  order by waiting.oldest`;

/** How many records wait for a person, by checkpoint; the one that has waited longest first. */
export async function countApprovals(db: Queryable): Promise<{ total: number; checkpoints: WaitingCount[] }> {
  const found = await db.query<Omit<WaitingCount, 'oldest'> & { oldest: Date }>({
    name: 'count-approvals',
    text,
  });
  return {
    total: found.rows.reduce((sum, { waiting }) => sum + waiting, 0),
    checkpoints: found.rows.map((row) => ({ ...row, oldest: row.oldest.toISOString() })),
  };
}
