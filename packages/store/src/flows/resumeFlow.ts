import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { heldBackfill } from '../runs/unfinished.ts';
import { listParts } from '../slots/listParts.ts';
import { StoreError } from '../storeError.ts';
import type { StoredFlow } from './flowRow.ts';
import { getFlow } from './getFlow.ts';

const requeue = `
  with parts as (
    update syncline.run_part set status = 'queued', resumes_at = null, tries = 0, reason = null, note = null
    where flow_id = $1 and status in ('paused', 'backoff') and not ${heldBackfill('run_part.run_id')}
    returning run_id
  )
  update syncline.run set status = 'queued', resumes_at = null, reason = null, note = null
  where id in (select run_id from parts) and status in ('paused', 'backoff')`;

// A capture whose problem is still there says so again, which stops the flow again.
const forgetProblems = `
  update syncline.stream set problem_code = null, problem_message = null
  where flow_id = $1 and problem_code is not null`;

/** Goes on where it stopped: paused runs, and those which were only waiting, are taken up at once. */
export async function resumeFlow(pool: Pool, boss: PgBoss, id: string): Promise<StoredFlow> {
  return inTransaction(pool, (db) => resumeInside(db, boss, id));
}

/** The same, as a part of something more. */
export async function resumeInside(db: Queryable, boss: PgBoss, id: string): Promise<StoredFlow> {
  const resumed = await db.query({
    text: `update syncline.flow set desired = 'live', pause_reason = null, pause_message = null, pause_detail = null,
          updated_at = now()
        where id = $1 and active_version is not null`,
    values: [id],
  });
  const flow = await getFlow(db, id);
  if (resumed.rowCount === 0)
    throw new StoreError('flow.not-published', 'A flow that was never published can not run.');
  await db.query({ text: requeue, values: [id] });
  await db.query({ text: forgetProblems, values: [id] });
  await enqueueParts(boss, db, await listParts(db, id));
  return flow;
}
