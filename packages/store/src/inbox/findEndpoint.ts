import type { Queryable } from '../database/queryable.ts';

export interface Endpoint {
  no: number;
  flowId: string;
  flowName: string;
  node: string;
  /** Published version; null while the flow is a draft, which keeps samples only. */
  version: number | null;
  desired: 'draft' | 'live' | 'paused';
  parts: number;
}

/** Whose address this is; null for an address nobody has. */
export async function findEndpoint(db: Queryable, id: string): Promise<Endpoint | null> {
  const found = await db.query<Endpoint>({
    name: 'find-endpoint',
    text: `select endpoint.no, endpoint.flow_id as "flowId", flow.name as "flowName", endpoint.node,
        flow.active_version as version, flow.desired, flow.parts
      from syncline.endpoint join syncline.flow on flow.id = endpoint.flow_id where endpoint.id = $1`,
    values: [id],
  });
  return found.rows[0] ?? null;
}
