import type { PartJob } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { queueName } from '../jobs/queue.ts';
import { heldBackfill } from '../runs/unfinished.ts';

// A trigger's rolling run is open also when nothing happens, so by itself it counts only once it is overdue.
const text = `
  select "flowId", part from (
    select run_part.flow_id as "flowId", part from syncline.run_part join syncline.run on run.id = run_part.run_id
    where run_part.status in ('queued', 'running')
      and (run.rolling_part is null or run.created_at < now() - interval '70 minutes')
      and not (run.kind = 'backfill' and ${heldBackfill('run.id')})
    union
    select flow_id, part from syncline.run_part
    where status = 'backoff' and resumes_at <= now() and not ${heldBackfill('run_part.run_id')}
    union
    select parked.flow_id, lane % flow.parts from syncline.parked join syncline.flow on flow.id = parked.flow_id
    where flow.desired = 'live' and (state = 'approved' or (state = 'waiting' and due is not null and due <= now()))
      and exists (
        select from syncline.flow_version as version
        where version.flow_id = flow.id and version.n = flow.active_version and version.titles ? parked.node
      )
    union
    select flow.id, part from syncline.flow, generate_series(0, flow.parts - 1) as part
    where exists (select from syncline.inbox where flow_id = flow.id and lane % flow.parts = part)
    union
    select flow_id, part from syncline.attempt where deadline < now() and not ${heldBackfill('attempt.run_id')}
  ) as work
  join syncline.flow on flow.id = work."flowId"
  where flow.desired = 'live' and flow.active_version is not null
    and not exists (
      select from syncline.flow_part
      where flow_part.flow_id = work."flowId" and flow_part.part = work.part and owner is not null
        and until > clock_timestamp()
    )
    and not exists (
      select from pgboss.job
      where name = '${queueName}' and state < 'completed' and group_id = work."flowId" || ':' || work.part
        and (state = 'active' or start_after <= now() + interval '1 second')
    )
  limit 1000`;

/** Parts that have work and nobody who knows of it: what a crash between two steps can leave behind. */
export async function findOrphans(db: Queryable): Promise<PartJob[]> {
  return (await db.query<PartJob>({ name: 'find-orphans', text })).rows;
}
