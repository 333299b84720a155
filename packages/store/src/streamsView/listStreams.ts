import { describeError, type PlanStep, type RunStatus, type Stream } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { getFlow } from '../flows/getFlow.ts';
import { getVersion } from '../flows/listVersions.ts';

const mostCounted = 100_000;

const text = `
  select feeder.node, stream.captures, stream.captured_since, stream.in_sync_since, stream.verified_through,
    stream.backfill_run, stream.backfill_paused, stream.sweep_run, stream.swept_at, stream.sweep_checked,
    stream.sweep_repaired, stream.sweep_missing, stream.sweep_failed, stream.lag_bytes, stream.problem_code, stream.problem_message,
    schedule.next_slot, loading.status, loading.read, (
      select avg(coalesce(progress, case when run_part.status in ('succeeded', 'partial') then 1 end))::real
      from syncline.run_part where run_part.run_id = loading.id
    ) as progress, cursor.value, cursor.updated_at, cursor.updated_by, (
      select count(*) from (
        select from syncline.inbox where inbox.flow_id = $1 and inbox.node = feeder.node limit ${mostCounted}
      ) as waiting
    ) as waiting
  from unnest($2::text[]) with ordinality as feeder (node, place)
  left join syncline.stream on stream.flow_id = $1 and stream.node = feeder.node
  left join syncline.schedule on schedule.flow_id = $1 and schedule.node = feeder.node and schedule.kind = 'sweep'
    and schedule.enabled
  left join syncline.run as loading on loading.id = stream.backfill_run
  left join syncline.cursor on cursor.flow_id = $1 and cursor.node = feeder.node
  order by feeder.place`;

interface StreamRow {
  node: string;
  captures: boolean | null;
  captured_since: Date | null;
  in_sync_since: Date | null;
  verified_through: Date | null;
  backfill_run: number | null;
  backfill_paused: boolean | null;
  sweep_run: number | null;
  swept_at: Date | null;
  sweep_checked: number | null;
  sweep_repaired: number | null;
  sweep_missing: number | null;
  sweep_failed: number | null;
  lag_bytes: number | null;
  problem_code: string | null;
  problem_message: string | null;
  next_slot: Date | null;
  status: RunStatus | null;
  read: number | null;
  progress: number | null;
  value: unknown;
  updated_at: Date | null;
  updated_by: string | null;
  waiting: number;
}

/**
 * How each feeder of the published version stands, in the plan's order; a flow that was never published has none.
 *
 * @throws StoreError `not-found`
 */
export async function listStreams(db: Queryable, flowId: string): Promise<Stream[]> {
  const flow = await getFlow(db, flowId);
  if (flow.version === null) return [];
  const { plan } = await getVersion(db, flowId);
  const feeders = plan.steps.filter(({ node }) => plan.feeders.includes(node));
  const found = await db.query<StreamRow>({
    name: 'list-streams',
    text,
    values: [flowId, feeders.map(({ node }) => node)],
  });
  return found.rows.flatMap((row, at) => {
    const step = feeders[at];
    return step === undefined ? [] : [streamOf(row, step, flow.state === 'live')];
  });
}

function streamOf(row: StreamRow, { node, title, role }: PlanStep, live: boolean): Stream {
  return {
    node,
    title,
    role: role === 'trigger' || role === 'sync' ? role : 'schedule',
    state: stateOf(row),
    problem: problemOf(row),
    capturedSince: timeOf(row.captured_since),
    inSyncSince: timeOf(row.in_sync_since),
    verifiedThrough: timeOf(row.verified_through),
    sweep: sweepOf(row),
    nextSweepAt: live ? timeOf(row.next_slot) : null,
    backfill: backfillOf(row),
    lagBytes: row.lag_bytes,
    waitingEvents: row.waiting,
    cursor: cursorOf(row),
  };
}

/** A row without a value that nobody has set only keeps what the step asks. */
function cursorOf({ value, updated_at, updated_by }: StreamRow): Stream['cursor'] {
  if (updated_at === null || (value === null && updated_by === null)) return null;
  return { value, updatedAt: updated_at.toISOString(), updatedBy: updated_by };
}

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null;

function stateOf(row: StreamRow): Stream['state'] {
  if (row.captures !== true) return null;
  if (row.problem_code !== null) return 'failing';
  if (row.captured_since === null) return 'starting';
  if (row.in_sync_since !== null) return 'in-sync';
  return backfillOf(row)?.state === 'running' ? 'loading' : 'capturing';
}

function problemOf({ problem_code: code, problem_message: message }: StreamRow): Stream['problem'] {
  if (code === null) return null;
  const { title, whatToDo } = describeError(code);
  return { code, title, whatToDo, message: message ?? title };
}

function sweepOf(row: StreamRow): Stream['sweep'] {
  if (row.sweep_run === null || row.swept_at === null) return null;
  return {
    runId: String(row.sweep_run),
    at: row.swept_at.toISOString(),
    checked: row.sweep_checked ?? 0,
    repaired: row.sweep_repaired ?? 0,
    missing: row.sweep_missing,
    failed: row.sweep_failed ?? 0,
  };
}

function backfillOf(row: StreamRow): Stream['backfill'] {
  if (row.backfill_run === null || row.status === null) return null;
  return {
    runId: String(row.backfill_run),
    state: loadingState(row.status, row.backfill_paused ?? false),
    progress: row.progress,
    read: row.read ?? 0,
  };
}

function loadingState(status: RunStatus, held: boolean): NonNullable<Stream['backfill']>['state'] {
  switch (status) {
    case 'succeeded':
    case 'partial':
      return 'done';
    case 'failed':
      return 'failed';
    case 'cancelled':
    case 'skipped':
    case 'missed':
      return 'cancelled';
    case 'paused':
      return 'paused';
    default:
      return held ? 'paused' : 'running';
  }
}
