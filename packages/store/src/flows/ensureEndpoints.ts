import type { Queryable } from '../database/queryable.ts';
import { newEndpointId } from '../newId.ts';

/** Every trigger gets its address once and keeps it, also when the node is taken out and put back. */
export async function ensureEndpoints(db: Queryable, flowId: string, nodes: string[]): Promise<void> {
  if (nodes.length === 0) return;
  await db.query({
    name: 'ensure-endpoints',
    text: `insert into syncline.endpoint (id, flow_id, node)
      select id, $1, node from unnest($2::text[], $3::text[]) as wanted (id, node)
      where not exists (select from syncline.endpoint where flow_id = $1 and endpoint.node = wanted.node)
      on conflict do nothing`,
    values: [flowId, nodes.map(newEndpointId), nodes],
  });
}
