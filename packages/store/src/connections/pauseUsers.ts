import type { RefusedConnection } from '@syncline/engine';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';

// Flows are locked in order of their ids, so that two that meet the refusal at once don't lock each other up. Times go
// through workers in milliseconds.
const text = `
  with refused as materialized (
    select connection.id, connection.name,
      $4::timestamptz is null or date_trunc('milliseconds', connection.updated_at) <= $4 as is_news
    from syncline.flow join syncline.connection on connection.id = flow.bindings ->> $2
    where flow.id = $1
  ), users as materialized (
    select flow.id from syncline.flow
    where flow.desired = 'live' and (flow.id = $1 and not exists (select from refused where not is_news) or exists (
      select from refused
      join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
      cross join json_array_elements(flow_version.plan -> 'steps') as step
      where is_news and refused.id = flow.bindings ->> (step ->> 'connection')
    ))
    order by flow.id for no key update
  ), paused as (
    update syncline.flow set desired = 'paused', pause_reason = 'auth', updated_at = now(),
      pause_message = coalesce((select name || ' was refused: ' from refused), '') || $3,
      pause_detail = (select json_build_object('connection', id) from refused)
    from users where flow.id = users.id
    returning flow.id
  ), told as (
    update syncline.connection set state = 'failing', summary = $3, checked_at = now()
    from refused
    where connection.id = refused.id and is_news and exists (select from paused)
  )
  select not exists (select from refused where not is_news) as is_news, array(select id from paused) as paused`;

/**
 * A system took the credentials of a flow's connection for wrong: all live flows whose published version uses it stop
 * with that reason, and the connection says so, which is the one place that tells. Flows that stand still already keep
 * their own reason.
 *
 * @returns false when nothing was stopped: the credentials were replaced since the flow read them.
 */
export async function pauseUsers(
  db: Queryable,
  flowId: string,
  refused: Pick<RefusedConnection, 'connection'> & Partial<RefusedConnection>,
  message: string,
): Promise<boolean> {
  const found = await db.query<{ is_news: boolean; paused: string[] }>({
    name: 'pause-users',
    text,
    values: [flowId, refused.connection, cleanText(message), refused.readAt ?? null],
  });
  for (const id of found.rows[0]?.paused ?? []) await tellWorkers(db, id);
  return found.rows[0]?.is_news ?? true;
}
