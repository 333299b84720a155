import { FencedError, type Lease, type PauseDetail, type RefusedConnection } from '@syncline/engine';
import type { PauseReason } from '@syncline/model';
import type { Pool } from 'pg';
import { pauseUsers } from '../connections/pauseUsers.ts';
import { cleanText } from '../database/cleanText.ts';
import { inTransaction } from '../database/inTransaction.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { fence, leaseValues } from '../leases/fence.ts';

const hold = `with ${fence} select from lease`;

const pause = `
  update syncline.flow set desired = 'paused', pause_reason = $2, pause_message = $3, pause_detail = $4
  where id = $1 and desired = 'live'`;

/**
 * Stops the flow until a person resumes it, and with a refused connection all flows that use it. Webhooks are still taken
 * in.
 */
export async function pauseByWorker(
  pool: Pool,
  lease: Lease,
  reason: PauseReason,
  message: string,
  detail?: PauseDetail | RefusedConnection,
): Promise<boolean> {
  return inTransaction(pool, async (db) => {
    const held = await db.query({ name: 'hold-lease', text: hold, values: leaseValues(lease) });
    if (held.rowCount === 0) throw new FencedError(lease);
    if (detail !== undefined && 'connection' in detail) return pauseUsers(db, lease.flowId, detail, message);
    await db.query({
      name: 'pause-by-worker',
      text: pause,
      values: [
        lease.flowId,
        reason,
        cleanText(message),
        detail === undefined ? null : JSON.stringify(detail),
      ],
    });
    await tellWorkers(db, lease.flowId);
    return true;
  });
}
