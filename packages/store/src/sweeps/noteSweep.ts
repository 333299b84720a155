import type { Queryable } from '../database/queryable.ts';

// What a sweep deleted is what it missed, so of what it wrote only the rest was a repair.
const text = `
  update syncline.stream set
    verified_through = run.started_at, swept_at = now(), sweep_run = run.id, sweep_checked = run.read,
    sweep_repaired = greatest(run.written - (
      select coalesce(sum((outcomes ->> 'deleted')::bigint), 0) from syncline.run_node where run_id = run.id
    ), 0),
    sweep_missing = (select coalesce(sum(missing), 0) from syncline.run_part where run_id = run.id),
    updated_at = now()
  from syncline.run
  where run.id = $1 and stream.flow_id = run.flow_id and stream.node = run.feeder
    and (stream.verified_through is null or stream.verified_through < run.started_at)`;

/** A complete sweep: every change before its start is now known to have arrived. */
export async function noteSweep(db: Queryable, runId: string): Promise<void> {
  await db.query({ name: 'note-sweep', text, values: [runId] });
}
