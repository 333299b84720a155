import type { Queryable } from '../database/queryable.ts';

// What a sweep deleted is what it missed, so of what it wrote only the rest was a repair. Where a part could not look for
// what is gone, nothing is known of deletes: the figures are kept, but no time up to which all is proven.
const text = `
  with missed as (
    select coalesce(sum(missing), 0) as missing, bool_and(missing is not null) as looked
    from syncline.run_part where run_id = $1
  ), unequal as (
    select count(distinct coalesce(source_key, id::text)) as records
    from syncline.dead_letter where run_id = $1 and outcome <> 'parked'
  )
  update syncline.stream set
    verified_through = case when looked then run.started_at else verified_through end,
    swept_at = now(), sweep_run = run.id, sweep_checked = greatest(run.read - unequal.records, 0), sweep_failed = unequal.records,
    sweep_repaired = greatest(run.written - (
      select coalesce(sum((outcomes ->> 'deleted')::bigint), 0) from syncline.run_node where run_id = run.id
    ), 0),
    sweep_missing = case when looked then missed.missing end,
    updated_at = now()
  from syncline.run, missed, unequal
  where run.id = $1 and stream.flow_id = run.flow_id and stream.node = run.feeder
    and (stream.verified_through is null or stream.verified_through < run.started_at)`;

/**
 * A sweep that came to its end: every change before its start is now known to have arrived, but for the records it could
 * not compare, which are counted beside.
 */
export async function noteSweep(db: Queryable, runId: string): Promise<void> {
  await db.query({ name: 'note-sweep', text, values: [runId] });
}
