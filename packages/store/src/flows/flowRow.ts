import type { PauseDetail } from '@syncline/engine';
import type { FlowDocument, FlowSummary, RunStatus } from '@syncline/model';

/** A flow as the store gives it; `endpoints` are ids, the server makes addresses of them. */
export interface StoredFlow extends FlowSummary {
  document: FlowDocument;
  etag: string;
  bindings: Record<string, string>;
  endpoints: Record<string, string>;
  guard: PauseDetail | null;
  refusedBy: string | null;
}

const mostCounted = 100_000;

/** Columns of a flow's summary. Each is one short index scan, so a list costs one statement however long it is. */
export const flowColumns = `
  flow.id, flow.name, flow.description, flow.desired, flow.pause_reason, flow.pause_message,
  flow.active_version, flow.active_hash is distinct from flow.draft_hash as changed, flow.problems, flow.shape,
  flow.updated_at, last.id as last_id, last.status as last_status, last.created_at as last_at, next.slot as next_slot,
  coalesce(flow.desired = 'live' and next.slot < now() - interval '1 minute', false) as late, (
    select count(*) from (
      select from syncline.inbox where inbox.flow_id = flow.id limit ${mostCounted}
    ) as waiting
  ) as waiting`;

export const flowSources = `
  syncline.flow
  left join lateral (
    select run.id, run.status, run.created_at from syncline.run where run.flow_id = flow.id
    order by run.created_at desc, run.id desc limit 1
  ) as last on true
  left join lateral (
    select min(next_slot) as slot from syncline.schedule where schedule.flow_id = flow.id and enabled
  ) as next on true`;

export interface FlowRow {
  id: string;
  name: string;
  description: string | null;
  desired: 'draft' | 'live' | 'paused';
  pause_reason: string | null;
  pause_message: string | null;
  active_version: number | null;
  changed: boolean;
  problems: number;
  shape: FlowSummary['shape'];
  updated_at: Date;
  last_id: number | null;
  last_status: RunStatus | null;
  last_at: Date | null;
  next_slot: Date | null;
  late: boolean;
  waiting: number;
}

export function summaryOf(row: FlowRow): FlowSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    state: row.desired,
    pauseReason: row.pause_reason,
    pauseMessage: row.pause_message,
    version: row.active_version,
    changed: row.changed,
    problems: row.problems,
    lastRun:
      row.last_id === null || row.last_status === null || row.last_at === null
        ? null
        : { id: String(row.last_id), status: row.last_status, at: row.last_at.toISOString() },
    nextRunAt: row.desired === 'live' ? (row.next_slot?.toISOString() ?? null) : null,
    late: row.late,
    waitingEvents: row.waiting,
    shape: row.shape,
    updatedAt: row.updated_at.toISOString(),
  };
}
