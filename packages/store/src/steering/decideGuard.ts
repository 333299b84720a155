import type { PauseDetail } from '@syncline/engine';
import type { RunKind } from '@syncline/model';
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
import { writeDeleteWord } from '../sweeps/writeDeleteWord.ts';

const find = `
  select pause_detail as detail, run.kind from syncline.flow
  left join syncline.run on run.id = (pause_detail ->> 'runId')::bigint
  where flow.id = $1 and desired = 'paused' and pause_reason = 'guard' and pause_detail is not null`;

const decide = `
  update syncline.run set deletes_approved = deletes_approved or $2, deletes_refused = deletes_refused or not $2
  where id = $1`;

/**
 * A flow that stopped before it deleted many records: lets it delete them, or leaves the records where they are; the flow
 * goes on. Said of a run with an end it is for that run, else for all deletes that had come by now. A run that found
 * nothing at all at the source ends by a no: whether anything is gone there nobody knows.
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
    const { runId, node, keys, kind } = await findStopped(db, flowId);
    const allowed = decision === 'approve';
    let swept: string | null = null;
    if (kind === 'live' || kind === 'release') await writeDeleteWord(db, runId, node, allowed);
    else if (!allowed && keys.length === 0) {
      if ((await endFreeParts(db, boss, runId))?.kind === 'sweep') swept = runId;
    } else await db.query({ name: 'decide-deletes', text: decide, values: [runId, allowed] });
    return { flow: await resumeInside(db, boss, flowId), swept };
  });
  if (swept !== null) await forgetSeen(pool, swept);
  return flow;
}

async function findStopped(db: Queryable, flowId: string): Promise<PauseDetail & { kind: RunKind | null }> {
  const found = await db.query<{ detail: PauseDetail; kind: RunKind | null }>({
    text: find,
    values: [flowId],
  });
  const stopped = found.rows[0];
  if (stopped === undefined)
    throw new StoreError('conflict.state', 'The flow is not waiting for word about records to delete.');
  return { ...stopped.detail, kind: stopped.kind };
}
