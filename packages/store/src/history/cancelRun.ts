import type { RunSummary } from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { numericId } from '../keyset/numericId.ts';
import { endRun } from '../runs/endRun.ts';
import { unfinished } from '../runs/unfinished.ts';
import { listParts } from '../slots/listParts.ts';
import { getRunSummary } from './getRun.ts';

/**
 * Ends a run. Parts nobody works on end here and now; the others hear it with their worker's next heartbeat and end at
 * the next page. Asking twice is the same as once.
 */
export async function cancelRun(pool: Pool, boss: PgBoss, id: string): Promise<RunSummary> {
  const runId = numericId(id, 'run');
  return inTransaction(pool, async (db) => {
    await getRunSummary(db, runId);
    const asked = await db.query<{ flow_id: string }>({
      text: `update syncline.run set cancel_requested = true where id = $1 and status in ${unfinished} returning flow_id`,
      values: [runId],
    });
    const flowId = asked.rows[0]?.flow_id;
    if (flowId === undefined) return getRunSummary(db, runId);
    // A worker that takes such a part up at this very moment finds that it has ended, and its write is refused.
    await db.query({
      text: `with free as (
          select run_part.part from syncline.run_part
          where run_part.run_id = $1 and run_part.status in ${unfinished} and not exists (
            select from syncline.flow_part
            where flow_part.flow_id = $2 and flow_part.part = run_part.part and owner is not null
              and until > clock_timestamp()
          )
        )
        update syncline.run_part set status = 'cancelled', resumes_at = null, note = 'Cancelled.'
        from free where run_id = $1 and run_part.part = free.part`,
      values: [runId, flowId],
    });
    await endRun(db, runId);
    await enqueueParts(boss, db, await listParts(db, flowId));
    return getRunSummary(db, runId);
  });
}
