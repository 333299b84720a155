import type { Queryable } from '../database/queryable.ts';

const text = `
  update syncline.stream set backfill_run = $3, backfill_paused = false, backfill_ended = false, backfill_head = null,
    updated_at = now()
  where flow_id = $1 and node = $2`;

/** Makes a run the one that loads what exists of this stream. */
export async function linkBackfill(
  db: Queryable,
  flowId: string,
  node: string,
  runId: string,
): Promise<void> {
  await db.query({ name: 'link-backfill', text, values: [flowId, node, runId] });
}
