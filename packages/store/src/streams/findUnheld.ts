import type { Queryable } from '../database/queryable.ts';

const text = `
  select flow_id as "flowId", node from syncline.stream
  where captures and (owner is null or until < clock_timestamp()) order by updated_at limit 1000`;

/** Streams nobody captures now, of paused flows too. */
export async function findUnheld(db: Queryable): Promise<{ flowId: string; node: string }[]> {
  return (await db.query<{ flowId: string; node: string }>({ name: 'find-unheld', text })).rows;
}
