import type { Pool } from 'pg';

export interface PruneLimits {
  runDays: number;
  dedupeDays: number;
  /** Parked records that went on, were replaced or turned down. */
  parkedDays: number;
  /** Failed records that are off the list. */
  letterDays: number;
}

const defaultLimits: PruneLimits = { runDays: 400, dedupeDays: 7, parkedDays: 30, letterDays: 90 };

const batch = 5000;
/** After this a delete that still waits is asked about anew. */
const wordDays = 90;

/**
 * Removes what is over and lies in no partition, in small batches so that nothing waits for it: keys of deliveries, ended
 * runs, parked and failed records that are done, what ended sweeps had met, processes that are long gone.
 *
 * @returns rows removed.
 */
export async function prune(pool: Pool, limits: Partial<PruneLimits> = {}): Promise<number> {
  const { runDays, dedupeDays, parkedDays, letterDays } = { ...defaultLimits, ...limits };
  let removed = await deleteBatches(
    pool,
    `delete from syncline.inbox_seen where ctid = any (array(
      select ctid from syncline.inbox_seen where seen_at < now() - make_interval(days => $1) limit ${batch}))`,
    dedupeDays,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.run where id = any (array(
      select id from syncline.run where created_at < now() - make_interval(days => $1) and finished_at is not null
      limit ${batch / 10}))`,
    runDays,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.worker where seen_at < now() - make_interval(days => $1)`,
    1,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.parked where id = any (array(
      select id from syncline.parked where state in ('released', 'superseded', 'rejected', 'expired')
        and coalesce(decided_at, created_at) < now() - make_interval(days => $1) limit ${batch}))`,
    parkedDays,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.dead_letter where id = any (array(
      select id from syncline.dead_letter where state in ('replayed', 'superseded', 'ignored')
        and created_at < now() - make_interval(days => $1) limit ${batch}))`,
    letterDays,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.delete_count where minute < now() - make_interval(days => $1)`,
    1,
  );
  removed += await deleteBatches(
    pool,
    `delete from syncline.delete_word where until < now() - make_interval(days => $1)`,
    wordDays,
  );
  // Usually gone with the end of the sweep; a crash right then leaves them.
  removed += await deleteBatches(
    pool,
    `delete from syncline.sweep_seen where ctid = any (array(
      select seen.ctid from syncline.sweep_seen as seen left join syncline.run on run.id = seen.run_id
      where run.id is null or run.finished_at < now() - make_interval(days => $1) limit ${batch}))`,
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
