import type { Queryable } from '../database/queryable.ts';

/** Workers that hold a part listen here; the payload is the id of the flow. */
export const ordersChannel = 'syncline_orders';

/**
 * Has the workers of a flow look at once what is asked of it; delivered when the transaction commits. Word that gets lost
 * comes with their next heartbeat.
 */
export async function tellWorkers(db: Queryable, flowId: string): Promise<void> {
  await db.query({
    name: 'tell-workers',
    text: `select pg_notify('${ordersChannel}', $1)`,
    values: [flowId],
  });
}
