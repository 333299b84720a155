import type { Queryable } from '../database/queryable.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { StoreError } from '../storeError.ts';
import type { StoredFlow } from './flowRow.ts';
import { getFlow } from './getFlow.ts';

/** A person stops the flow: workers finish their pages, webhooks are still taken in. */
export async function pauseFlow(db: Queryable, id: string, message?: string): Promise<StoredFlow> {
  const paused = await db.query({
    text: `update syncline.flow set desired = 'paused', pause_reason = 'user', pause_message = $2, pause_detail = null,
        updated_at = now()
      where id = $1 and desired = 'live'`,
    values: [id, message ?? null],
  });
  await tellWorkers(db, id);
  const flow = await getFlow(db, id);
  if (paused.rowCount === 0 && flow.state === 'draft')
    throw new StoreError('flow.not-published', 'A flow that was never published does not run.');
  return flow;
}
