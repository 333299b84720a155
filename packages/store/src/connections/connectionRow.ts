import type { Connection } from '@syncline/model';

/** A flow that stopped because this connection was refused. */
export const pausedBy = (connectionId: string) =>
  `flow.desired = 'paused' and flow.pause_reason = 'auth' and flow.pause_detail ->> 'connection' = ${connectionId}`;

export const connectionColumns = `
  connection.id, name, kind, config, built_in, state, summary, checked_at, updated_at, coalesce((
    select json_agg(json_build_object('id', flow.id, 'name', flow.name) order by flow.name)
    from syncline.flow where connection.id in (select value from jsonb_each_text(flow.bindings))
  ), '[]') as used_by, coalesce((
    select json_agg(json_build_object('id', flow.id, 'name', flow.name) order by flow.name)
    from syncline.flow where ${pausedBy('connection.id')}
  ), '[]') as paused_flows`;

export interface ConnectionRow {
  id: string;
  name: string;
  kind: string;
  config: Record<string, unknown>;
  built_in: boolean;
  state: Connection['state'];
  summary: string | null;
  checked_at: Date | null;
  updated_at: Date;
  used_by: { id: string; name: string }[];
  paused_flows: { id: string; name: string }[];
}

export function connectionOf(row: ConnectionRow): Connection {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    config: row.config,
    builtIn: row.built_in,
    state: row.state,
    summary: row.summary,
    checkedAt: row.checked_at?.toISOString() ?? null,
    usedBy: row.used_by,
    pausedFlows: row.paused_flows,
    updatedAt: row.updated_at.toISOString(),
  };
}
