import type { PauseDetail } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import type { StoredFlow } from '../flows/flowRow.ts';
import { lockFlow } from '../flows/lockFlow.ts';
import { resumeInside } from '../flows/resumeFlow.ts';
import { endFreeParts } from '../history/cancelRun.ts';
import { StoreError } from '../storeError.ts';
import { forgetSeen } from '../sweeps/forgetSeen.ts';

const find = `
  select pause_detail as detail from syncline.flow
  where id = $1 and desired = 'paused' and pause_reason = 'guard' and pause_detail is not null`;

const approve = 'update syncline.run set deletes_approved = true where id = $1';

/**
 * A flow that stopped before it deleted many records: lets that run delete them, or ends that run; the flow goes on.
 *
 * @throws StoreError `not-found`, `conflict.state` when it did not stop for that.
 */
export async function decideGuard(
  pool: Pool,
  boss: PgBoss,
  flowId: string,
  decision: 'approve' | 'reject',
): Promise<StoredFlow> {
  const { flow, swept } = await inTransaction(pool, async (db) => {
    await lockFlow(db, flowId);
    const runId = await findStopped(db, flowId);
    let swept: string | null = null;
    if (decision === 'approve') await db.query({ name: 'approve-deletes', text: approve, values: [runId] });
    else if ((await endFreeParts(db, boss, runId))?.kind === 'sweep') swept = runId;
    return { flow: await resumeInside(db, boss, flowId), swept };
  });
  if (swept !== null) await forgetSeen(pool, swept);
  return flow;
}

async function findStopped(db: Queryable, flowId: string): Promise<string> {
  const found = await db.query<{ detail: PauseDetail }>({ text: find, values: [flowId] });
  const detail = found.rows[0]?.detail;
  if (detail === undefined)
    throw new StoreError('conflict.state', 'The flow is not waiting for word about records to delete.');
  return detail.runId;
}
