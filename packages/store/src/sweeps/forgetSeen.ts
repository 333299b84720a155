import type { Queryable } from '../database/queryable.ts';

const batch = 20_000;

const text = `
  delete from syncline.sweep_seen where ctid = any (array(
    select ctid from syncline.sweep_seen where run_id = $1 limit ${batch}
  ))`;

/** Removes what an ended sweep has met, in batches; what a crash leaves of it is pruned later. */
export async function forgetSeen(db: Queryable, runId: string): Promise<void> {
  for (;;) {
    const { rowCount } = await db.query({ name: 'forget-seen', text, values: [runId] });
    if ((rowCount ?? 0) < batch) return;
  }
}
