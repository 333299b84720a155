import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { lockFlow } from '../flows/lockFlow.ts';
import { unfinished } from '../runs/unfinished.ts';
import { StoreError } from '../storeError.ts';
import { findAskable } from './findAskable.ts';

const going = `
  select 1 from syncline.run where flow_id = $1 and feeder = $2 and kind = 'read' and status in ${unfinished} limit 1`;

// Only runs from now on may move it.
const text = `
  insert into syncline.cursor (flow_id, node, value, updated_by, run_id)
  values ($1, $2, $3, $4, (select max(id) from syncline.run))
  on conflict (flow_id, node) do update set value = excluded.value, updated_by = excluded.updated_by,
    run_id = excluded.run_id, from_now = false, updated_at = now()`;

/**
 * Sets where the next incremental read begins; null = at the beginning.
 *
 * @throws StoreError `not-found`, `flow.not-published`, `request.invalid` for a step without a cursor, `conflict.state` while
 * it is being read.
 */
export async function editCursor(
  pool: Pool,
  flowId: string,
  node: string,
  { value, actor }: { value: unknown; actor: string },
): Promise<void> {
  await inTransaction(pool, async (db) => {
    await lockFlow(db, flowId);
    const { role } = await findAskable(db, flowId, node, 'published');
    if (role !== 'schedule')
      throw new StoreError(
        'request.invalid',
        `${node} goes on where its capture stands: it has no cursor to set.`,
        'params.node',
      );
    const found = await db.query({ text: going, values: [flowId, node] });
    if (found.rowCount !== 0)
      throw new StoreError('conflict.state', 'It is being read now. Wait for the run to end, or cancel it.');
    const kept = value === null || value === undefined ? null : JSON.stringify(value);
    await db.query({ text, values: [flowId, node, kept, actor] });
  });
}
