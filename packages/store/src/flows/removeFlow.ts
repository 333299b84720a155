import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { StoreError } from '../storeError.ts';

/** Deletes a flow with its versions, runs, ledgers and what waits for it. A worker on it is fenced by the missing lease. */
export async function removeFlow(pool: Pool, id: string): Promise<void> {
  await inTransaction(pool, async (db) => {
    const locked = await db.query({
      text: 'select 1 from syncline.flow where id = $1 for update',
      values: [id],
    });
    if (locked.rowCount === 0) throw new StoreError('not-found', 'There is no such flow.');
    await db.query({
      text: `delete from syncline.ledger
        where destination_id = any (array(select id from syncline.destination where flow_id = $1))`,
      values: [id],
    });
    await db.query({ text: 'delete from syncline.inbox where flow_id = $1', values: [id] });
    await db.query({ text: 'delete from syncline.flow where id = $1', values: [id] });
  });
}
