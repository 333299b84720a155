import type { Connection } from '@syncline/model';

export const connectionColumns = `
  connection.id, name, kind, config, built_in, state, summary, checked_at, updated_at, coalesce((
    select json_agg(json_build_object('id', flow.id, 'name', flow.name) order by flow.name)
    from syncline.flow where connection.id in (select value from jsonb_each_text(flow.bindings))
  ), '[]') as used_by`;

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
    updatedAt: row.updated_at.toISOString(),
  };
}
