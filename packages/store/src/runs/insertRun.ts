import type { RunKind, RunStatus, StartedBy } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';

export interface NewRun {
  flowId: string;
  feeder: string;
  kind: RunKind;
  startedBy: StartedBy;
  status: Extract<RunStatus, 'queued' | 'skipped' | 'missed'>;
  reason: string | null;
  note: string | null;
  slot: Date | null;
  full: boolean;
  /** Source keys of the only records to read. */
  onlyKeys?: readonly string[] | undefined;
}

const text = `
  with opened as (
    insert into syncline.run (flow_id, version, feeder, feeder_title, started_by, status, reason, note, slot, full_read,
      kind, only_keys, finished_at, balanced)
    select flow.id, flow_version.n, $2, coalesce(flow_version.titles ->> $2, $2), $3, $4, $5, $6, $7, $8, $9, $10,
      case when $4 = 'queued' then null else now() end, case when $4 = 'queued' then null else true end
    from syncline.flow
    join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
    where flow.id = $1
    on conflict do nothing
    returning id, flow_id, status
  ), parts as (
    insert into syncline.run_part (run_id, part, flow_id, status)
    select opened.id, part, opened.flow_id, opened.status
    from opened join syncline.flow on flow.id = opened.flow_id, generate_series(0, flow.parts - 1) as part
  )
  select id::text from opened`;

/** A run of the flow's published version with its parts. Null when this slot has its run already. */
export async function insertRun(db: Queryable, run: NewRun): Promise<string | null> {
  const { flowId, feeder, kind, startedBy, status, reason, note, slot, full, onlyKeys } = run;
  const values = [
    flowId,
    feeder,
    startedBy,
    status,
    reason,
    note,
    slot,
    full,
    kind,
    onlyKeys ? JSON.stringify(onlyKeys) : null,
  ];
  const found = await db.query<{ id: string }>({ name: 'insert-run', text, values });
  return found.rows[0]?.id ?? null;
}
