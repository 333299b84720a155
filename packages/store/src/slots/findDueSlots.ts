import type { DueSlot } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';

const text = `
  select schedule.flow_id as "flowId", schedule.node, schedule.kind, schedule.cron, schedule.timezone, schedule.overlap,
    schedule.catchup, schedule.next_slot as slot
  from syncline.schedule join syncline.flow on flow.id = schedule.flow_id
  where schedule.enabled and schedule.next_slot <= now()
    and flow.desired = 'live' and flow.active_version is not null
  order by schedule.next_slot limit 100`;

export async function findDueSlots(db: Queryable): Promise<DueSlot[]> {
  return (await db.query<DueSlot>({ name: 'find-due-slots', text })).rows;
}
