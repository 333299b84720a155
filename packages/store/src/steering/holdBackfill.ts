import type { Queryable } from '../database/queryable.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { unfinished } from '../runs/unfinished.ts';

// A part that a worker has in hand keeps its status: the worker's heartbeat takes it away from him (renewLease.ts).
const text = `
  with held as (
    update syncline.stream set backfill_paused = true, updated_at = now() where flow_id = $1 and node = $2
    returning flow_id
  ), run_held as (
    update syncline.run set status = 'paused', resumes_at = null, reason = 'user', note = 'Paused.'
    from held where run.id = $3 and run.status in ${unfinished}
  )
  update syncline.run_part set status = 'paused', resumes_at = null
  from held
  where run_id = $3 and run_part.status in ${unfinished} and (run_part.status <> 'running' or not exists (
    select from syncline.flow_part
    where flow_part.flow_id = $1 and flow_part.part = run_part.part and owner is not null and until > clock_timestamp()
  ))`;

/** Makes a backfill wait until a person lets it go on. The flow and its live events go on. */
export async function holdBackfill(
  db: Queryable,
  flowId: string,
  node: string,
  runId: string,
): Promise<void> {
  await db.query({ name: 'hold-backfill', text, values: [flowId, node, runId] });
  await tellWorkers(db, flowId);
}
