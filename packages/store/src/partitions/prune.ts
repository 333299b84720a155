import type { Pool } from 'pg';

export interface PruneLimits {
  runDays: number;
  dedupeDays: number;
}

const defaultLimits: PruneLimits = { runDays: 400, dedupeDays: 7 };

const batch = 5000;

/**
 * Removes what is over and lies in no partition, in small batches so that nothing waits for it: keys of deliveries, ended
 * runs, processes that are long gone. @returns rows removed.
 */
export async function prune(pool: Pool, limits: PruneLimits = defaultLimits): Promise<number> {
  let removed = await deleteBatches(
    pool,
    `delete from syncline.inbox_seen where ctid = any (array(
      select ctid from syncline.inbox_seen where seen_at < now() - make_interval(days => $1) limit ${batch}))`,
    limits.dedupeDays,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.run where id = any (array(
      select id from syncline.run where created_at < now() - make_interval(days => $1) and finished_at is not null
      limit ${batch / 10}))`,
    limits.runDays,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.worker where seen_at < now() - make_interval(days => $1)`,
    1,
  );
  return removed;
}

async function deleteBatches(pool: Pool, text: string, days: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rowCount } = await pool.query(text, [days]);
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < batch / 10) return removed;
  }
}
