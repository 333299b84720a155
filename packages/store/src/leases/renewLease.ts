import type { FlowOrders, Lease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';

const text = `
  with held as (
    update syncline.flow_part set until = clock_timestamp() + $5 * interval '1 millisecond'
    where flow_id = $1 and part = $2 and owner = $3 and epoch = $4
    returning flow_id
  )
  select flow.desired, flow.active_version as version, array(
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
