import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { listParts } from '../slots/listParts.ts';
import { StoreError } from '../storeError.ts';
import { queueSweep } from '../streams/queueSweep.ts';
import { findAskable } from './findAskable.ts';

/**
 * Compares everything with the destinations as soon as a worker is free; a sweep that waits already is that one.
 *
 * @returns its run. @throws StoreError `not-found`, `flow.not-published`, `flow.paused`, `request.invalid`
 */
export async function sweepNow(pool: Pool, boss: PgBoss, flowId: string, node: string): Promise<string> {
  return inTransaction(pool, async (db) => {
    await findAskable(db, flowId, node, 'live');
    const runId = await queueSweep(db, flowId, node, 'manual');
    if (runId === null) throw new StoreError('flow.not-published', 'The flow has no published version.');
    await enqueueParts(boss, db, await listParts(db, flowId), { priority: 1 });
    return runId;
  });
}
