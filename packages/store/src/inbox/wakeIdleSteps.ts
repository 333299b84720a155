import { queueName } from '../jobs/queue.ts';
import { wakeChannel } from '../jobs/wakeParts.ts';

/**
 * Steps after `woken` (flow_id, part): `told` calls the parts that a worker holds or that have a job waiting, `idle` lists
 * the others as JSON, for which a job is to follow. A lease about to end counts as none: its holder may have looked for the
 * last time. A job that waits is told too, for it may be taken up between our look and our commit. The conditions on the job
 * are those of the index that makes it the only one.
 */
export const wakeIdleSteps = `
  busy as materialized (
    select flow_id, part from woken where exists (
      select from syncline.flow_part where flow_part.flow_id = woken.flow_id and flow_part.part = woken.part
        and owner is not null and until > clock_timestamp() + interval '1 second'
    ) or exists (
      select from pgboss.job where name = '${queueName}' and state = 'created' and policy = 'short'
        and coalesce(singleton_key, '') = woken.flow_id || ':' || woken.part and start_after <= now()
    )
  ), idle as (
    select coalesce(json_agg(json_build_object('flowId', flow_id, 'part', part)), '[]') as idle from woken
    where (flow_id, part) not in (select flow_id, part from busy)
  ), told as (
    select count(pg_notify('${wakeChannel}', flow_id || ':' || part)) as told from busy
  )`;
