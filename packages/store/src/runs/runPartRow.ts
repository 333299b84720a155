import type { RunPart } from '@syncline/engine';
import type { ReadWindow, RunKind, RunStatus, StartedBy, Token } from '@syncline/model';

/** Columns of a run's part as a worker sees it, from run_part, run and (left joined) cursor. */
export const runPartColumns = `
  run.id as run_id, run_part.flow_id, run_part.part, run.version, run.feeder, run.kind, run.started_by, run_part.status,
  run.created_at, run.started_at, run.begun, run.window, cursor.value as low, run.full_read, run_part.token,
  run_part.pages, run_part.read, run_part.dead, run_part.tries, run_part.resumes_at, run.cancel_requested,
  run_part.recoveries, run.deletes_approved, run.deletes_refused, run.only_keys`;

export interface RunPartRow {
  run_id: number;
  flow_id: string;
  part: number;
  version: number;
  feeder: string;
  kind: RunKind;
  started_by: StartedBy;
  status: RunStatus;
  created_at: Date;
  started_at: Date | null;
  begun: boolean;
  window: ReadWindow | null;
  low: Token | null;
  full_read: boolean;
  token: Token | null;
  pages: number;
  read: number;
  dead: number;
  tries: number;
  resumes_at: Date | null;
  cancel_requested: boolean;
  recoveries: number;
  deletes_approved: boolean;
  deletes_refused: boolean;
  only_keys: string[] | null;
}

export function runPartOf(row: RunPartRow): RunPart {
  return {
    runId: String(row.run_id),
    flowId: row.flow_id,
    part: row.part,
    version: row.version,
    feeder: row.feeder,
    kind: row.kind,
    startedBy: row.started_by,
    status: row.status,
    createdAt: row.created_at,
    startedAt: row.started_at,
    window: row.begun ? row.window : undefined,
    low: row.full_read ? null : row.low,
    full: row.full_read,
    token: row.token,
    pages: row.pages,
    read: row.read,
    deadCount: row.dead,
    tries: row.tries,
    resumesAt: row.resumes_at,
    cancelRequested: row.cancel_requested,
    recoveries: row.recoveries,
    deletesApproved: row.deletes_approved,
    deletesRefused: row.deletes_refused,
    onlyKeys: row.only_keys,
  };
}
