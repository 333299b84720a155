import type { Lease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';

/**
 * One statement decides who works on a part: the clock is the database's, so workers need not agree on the time. When
 * the lease before was never given back, the runs it was working on count one recovery.
 */
const text = `
  with taken as (
    insert into syncline.flow_part as held (flow_id, part, owner, epoch, until)
    select id, $2, $3, 1, clock_timestamp() + $4 * interval '1 millisecond' from syncline.flow where id = $1
    on conflict (flow_id, part) do update
      set owner = excluded.owner, epoch = held.epoch + 1, until = excluded.until, crashed = held.owner is not null
      where held.owner is null or held.until < clock_timestamp()
    returning epoch, crashed
  ), recovered as (
    update syncline.run_part set recoveries = recoveries + 1
    from taken
    where taken.crashed and flow_id = $1 and part = $2 and status = 'running'
  )
  select epoch from taken`;

export async function acquireLease(
  db: Queryable,
  flowId: string,
  part: number,
  owner: string,
  ttlMs: number,
): Promise<Lease | null> {
  const found = await db.query<{ epoch: number }>({
    name: 'acquire-lease',
    text,
    values: [flowId, part, owner, ttlMs],
  });
  const row = found.rows[0];
  return row === undefined ? null : { flowId, part, owner, epoch: row.epoch };
}
