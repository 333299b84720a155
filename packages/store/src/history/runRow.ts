import type { RunKind, RunStatus, RunSummary, StartedBy } from '@syncline/model';

/** Columns of a run in lists. The last one is the exact sort value: a Date has milliseconds only. */
export const runColumns = `
  run.id, run.flow_id, flow.name as flow_name, run.version, run.feeder, run.feeder_title, run.kind, run.started_by, run.status,
  run.reason, run.note, run.created_at, run.started_at, run.finished_at, run.resumes_at, run.read, run.written,
  run.unchanged, run.waiting, run.failed, (
    select avg(coalesce(progress, case when status in ('succeeded', 'partial') then 1 end))::real
    from syncline.run_part where run_id = run.id
  ) as progress, run.created_at::text as sort_at`;

export interface RunRow {
  id: number;
  flow_id: string;
  flow_name: string;
  version: number;
  feeder: string;
  feeder_title: string;
  kind: RunKind;
  started_by: StartedBy;
  status: RunStatus;
  reason: string | null;
  note: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  resumes_at: Date | null;
  read: number;
  written: number;
  unchanged: number;
  waiting: number;
  failed: number;
  progress: number | null;
  sort_at: string;
}

export function runSummaryOf(row: RunRow): RunSummary {
  const { read, written, unchanged, waiting, failed } = row;
  return {
    id: String(row.id),
    flowId: row.flow_id,
    flowName: row.flow_name,
    version: row.version,
    feeder: row.feeder,
    feederTitle: row.feeder_title,
    kind: row.kind,
    startedBy: row.started_by,
    status: row.status,
    reason: row.reason,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    resumesAt: row.resumes_at?.toISOString() ?? null,
    totals: { read, written, unchanged, waiting, failed },
    progress: row.progress,
  };
}
