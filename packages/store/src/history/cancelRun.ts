import type { RunSummary } from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { numericId } from '../keyset/numericId.ts';
import { type EndedRun, endRun } from '../runs/endRun.ts';
import { unfinished } from '../runs/unfinished.ts';
import { listParts } from '../slots/listParts.ts';
import { forgetSeen } from '../sweeps/forgetSeen.ts';
import { getRunSummary } from './getRun.ts';

/**
 * Ends a run. Parts nobody works on (paused ones never are) end here and now; the others end at the next page of their
 * worker. Asking twice is the same as once.
 */
export async function cancelRun(pool: Pool, boss: PgBoss, id: string): Promise<RunSummary> {
  const runId = numericId(id, 'run');
  const ended = await inTransaction(pool, (db) => endFreeParts(db, boss, runId));
  if (ended?.kind === 'sweep') await forgetSeen(pool, runId);
  return getRunSummary(pool, runId);
}

/**
 * Asks a run to end, inside a transaction, and ends those of its parts that nobody works on.
 *
 * @returns the run when it ended by this. @throws StoreError `not-found`
 */
export async function endFreeParts(db: Queryable, boss: PgBoss, runId: string): Promise<EndedRun | null> {
  await getRunSummary(db, runId);
  const asked = await db.query<{ flow_id: string }>({
    text: `update syncline.run set cancel_requested = true where id = $1 and status in ${unfinished} returning flow_id`,
    values: [runId],
  });
  const flowId = asked.rows[0]?.flow_id;
  if (flowId === undefined) return null;
  // A worker that takes such a part up at this very moment finds that it has ended, and its write is refused.
  await db.query({
    text: `with free as (
        select run_part.part from syncline.run_part
        where run_part.run_id = $1 and run_part.status in ${unfinished} and (run_part.status = 'paused' or not exists (
          select from syncline.flow_part
          where flow_part.flow_id = $2 and flow_part.part = run_part.part and owner is not null
            and until > clock_timestamp()
        ))
      )
      update syncline.run_part set status = 'cancelled', resumes_at = null, note = 'Cancelled.'
      from free where run_id = $1 and run_part.part = free.part`,
    values: [runId, flowId],
  });
  const ended = await endRun(db, boss, runId);
  await tellWorkers(db, flowId);
  await enqueueParts(boss, db, await listParts(db, flowId));
  return ended;
}
