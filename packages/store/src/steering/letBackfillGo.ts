import type { Queryable } from '../database/queryable.ts';

const text = `
  with free as (
    update syncline.stream set backfill_paused = false, updated_at = now() where flow_id = $1 and node = $2
    returning flow_id
  ), run_free as (
    update syncline.run set status = 'queued', reason = null, note = null
    from free where run.id = $3 and run.status = 'paused'
  )
  update syncline.run_part set status = 'queued', resumes_at = null, tries = 0, reason = null, note = null
  from free where run_id = $3 and run_part.status in ('paused', 'backoff')`;

/** A held backfill goes on after the page it had come to. */
export async function letBackfillGo(
  db: Queryable,
  flowId: string,
  node: string,
  runId: string,
): Promise<void> {
  await db.query({ name: 'let-backfill-go', text, values: [flowId, node, runId] });
}
