import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { dropCaptures, lockStreams } from '../streams/dropCaptures.ts';
import { findActivePlan } from './activePlan.ts';
import { lockFlow } from './lockFlow.ts';

/** Deletes a flow with its versions, runs, ledgers and what waits for it. A worker on it is fenced by the missing lease. */
export async function removeFlow(pool: Pool, id: string): Promise<void> {
  await inTransaction(pool, async (db) => {
    await lockFlow(db, id);
    await dropCaptures(db, await lockStreams(db, id), await findActivePlan(db, id));
    await db.query({
      text: `delete from syncline.ledger
        where destination_id = any (array(select id from syncline.destination where flow_id = $1))`,
      values: [id],
    });
    await db.query({ text: 'delete from syncline.inbox where flow_id = $1', values: [id] });
    await db.query({ text: 'delete from syncline.flow where id = $1', values: [id] });
    await tellWorkers(db, id);
  });
}
