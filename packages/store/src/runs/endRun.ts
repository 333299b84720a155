import type { RunKind, RunStatus } from '@syncline/model';
import type { PgBoss } from 'pg-boss';
import type { Queryable } from '../database/queryable.ts';
import { reopenReplayed } from '../replays/reopenReplayed.ts';
import { retryLetters } from '../replays/retryLetters.ts';
import { noteBackfillEnd } from '../streams/noteBackfillEnd.ts';
import { noteSweep } from '../sweeps/noteSweep.ts';
import { unfinished } from './unfinished.ts';

/**
 * Ends a run whose parts have all ended: status and words of the worst part, the account checked (what came into a node
 * went on or has an outcome there), the feeder's cursor moved by a read unless a later run has moved it already.
 */
const text = `
  with worst as (
    select status, reason, note from syncline.run_part where run_id = $1
    order by array_position(array['failed', 'cancelled', 'partial', 'succeeded'], status), part limit 1
  ), nodes as (
    select sum(came) as came, sum(went) as went, sum((
      select coalesce(sum(value::bigint), 0) from jsonb_each_text(outcomes)
    )) as ended
    from syncline.run_node where run_id = $1 group by node
  ), ended as (
    update syncline.run set
      status = worst.status, reason = worst.reason, note = worst.note, finished_at = now(), resumes_at = null,
      started_at = coalesce(started_at, now()),
      balanced = coalesce((select bool_and(came = went + ended) from nodes), true)
    from worst
    where run.id = $1 and run.status in ${unfinished} and not exists (
      select from syncline.run_part where run_id = $1 and run_part.status in ${unfinished}
    )
    returning run.id, run.flow_id, run.feeder, run.kind, run.status, run.high
  ), moved as (
    insert into syncline.cursor as kept (flow_id, node, value, run_id)
    select flow_id, feeder, high, id from ended
    where kind = 'read' and status in ('succeeded', 'partial') and high is not null
    on conflict (flow_id, node) do update set
      value = excluded.value, run_id = excluded.run_id, from_now = false, updated_by = null, updated_at = now()
    where kept.run_id is null or kept.run_id < excluded.run_id
  )
  select id::text, flow_id as "flowId", feeder, kind, status from ended`;

export interface EndedRun {
  id: string;
  flowId: string;
  feeder: string;
  kind: RunKind;
  status: RunStatus;
}

/** @returns the run when it ended by this. */
export async function endRun(db: Queryable, boss: PgBoss, runId: string): Promise<EndedRun | null> {
  const found = await db.query<EndedRun>({ name: 'end-run', text, values: [runId] });
  const ended = found.rows[0];
  if (ended === undefined) return null;
  await followRun(db, boss, ended);
  return ended;
}

/** What the end of a run means for its stream and for records that failed before. */
async function followRun(db: Queryable, boss: PgBoss, ended: EndedRun): Promise<void> {
  const { id, kind, status } = ended;
  const complete = status === 'succeeded' || status === 'partial';
  if (kind === 'sweep' && complete) await noteSweep(db, id);
  if (kind === 'backfill' && complete) await noteBackfillEnd(db, id);
  if (kind === 'replay') await reopenReplayed(db, id);
  if ((kind === 'read' || kind === 'sweep') && complete) await retryLetters(db, boss, ended);
}
