import type { Queryable } from '../database/queryable.ts';

// `release_no` of an expired approval comes from the clock as that of a person's does, so all go on in their order.
const text = `
  with over as (
    select id from syncline.parked
    where state = 'waiting' and expires <= now() and when_expired is not null
    order by expires limit 1000 for update skip locked
  )
  update syncline.parked set
    state = case when_expired when 'approve' then 'approved' else 'expired' end,
    release_no = case when_expired when 'approve' then (extract(epoch from clock_timestamp()) * 1e6)::bigint end,
    decided_by = 'timeout', decided_at = now()
  from over where parked.id = over.id`;

/**
 * Approves or rejects what nobody decided in time, as the checkpoint says, in all flows. Approved ones are found by the
 * look for orphans. @returns how many.
 */
export async function expireParked(db: Queryable): Promise<number> {
  const done = await db.query({ name: 'expire-parked', text });
  return done.rowCount ?? 0;
}
