import type { Queryable } from '../database/queryable.ts';

const text = `
  update syncline.stream set backfill_ended = true, backfill_paused = false, updated_at = now()
  from syncline.run
  where run.id = $1 and stream.flow_id = run.flow_id and stream.node = run.feeder and stream.backfill_run = run.id`;

/** All that exists is loaded: the capture loop sees it and notes where the source stands. */
export async function noteBackfillEnd(db: Queryable, runId: string): Promise<void> {
  await db.query({ name: 'note-backfill-end', text, values: [runId] });
}
