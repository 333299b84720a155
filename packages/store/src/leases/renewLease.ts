import type { FlowOrders, Lease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { heldBackfill } from '../runs/unfinished.ts';

// A backfill that a person holds is let go of as a publish makes its worker let go of everything: at the end of the page the
// part is handed on, to somebody who does not see that run. A version nobody has says so.
const text = `
  with held as (
    update syncline.flow_part set until = clock_timestamp() + $5 * interval '1 millisecond'
    where flow_id = $1 and part = $2 and owner = $3 and epoch = $4
    returning flow_id
  ), let_go as (
    update syncline.run_part set status = 'paused'
    from held, syncline.run
    where run_part.flow_id = $1 and run_part.part = $2 and run_part.status = 'running' and run.id = run_part.run_id
      and run.kind = 'backfill' and ${heldBackfill('run.id')}
    returning run.id
  )
  select flow.desired, case when exists (select from let_go) then -1 else flow.active_version end as version, array(
    select run_part.run_id::text from syncline.run_part join syncline.run on run.id = run_part.run_id
    where run_part.flow_id = $1 and run_part.part = $2 and run.cancel_requested
      and run_part.status in ('queued', 'running', 'backoff', 'paused')
  ) as "cancelRuns"
  from held join syncline.flow on flow.id = held.flow_id`;

/** Heartbeat, and what a person asked for meanwhile. Null = another worker took over. */
export async function renewLease(db: Queryable, lease: Lease, ttlMs: number): Promise<FlowOrders | null> {
  const found = await db.query<{ desired: string; version: number | null; cancelRuns: string[] }>({
    name: 'renew-lease',
    text,
    values: [lease.flowId, lease.part, lease.owner, lease.epoch, ttlMs],
  });
  const row = found.rows[0];
  if (row === undefined) return null;
  return {
    desired: row.desired === 'live' ? 'live' : 'paused',
    version: row.version ?? 0,
    cancelRuns: row.cancelRuns,
  };
}
