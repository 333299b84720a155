import type { CaptureLease } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { insertRun } from '../runs/insertRun.ts';
import { listParts } from '../slots/listParts.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';
import { linkBackfill } from './linkBackfill.ts';

const text = `select backfill_run as id from syncline.stream where ${captureHeld} for update`;

/** Queues the backfill of this generation unless it is there. @returns its run. @throws CaptureFencedError */
export async function queueBackfill(pool: Pool, boss: PgBoss, lease: CaptureLease): Promise<string> {
  const { flowId, node } = lease;
  return inTransaction(pool, async (db) => {
    const found = await db.query<{ id: number | null }>({ text, values: captureValues(lease) });
    const row = found.rows[0];
    if (row === undefined) throw new CaptureFencedError(lease);
    if (row.id !== null) return String(row.id);
    const runId = await insertRun(db, {
      flowId,
      feeder: node,
      kind: 'backfill',
      startedBy: 'sync',
      status: 'queued',
      reason: null,
      note: null,
      slot: null,
      full: true,
    });
    if (runId === null) throw new CaptureFencedError(lease);
    await linkBackfill(db, flowId, node, runId);
    await enqueueParts(boss, db, await listParts(db, flowId));
    return runId;
  });
}
