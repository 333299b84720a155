import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { endFreeParts } from '../history/cancelRun.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { insertRun } from '../runs/insertRun.ts';
import { listParts } from '../slots/listParts.ts';
import { StoreError } from '../storeError.ts';
import { linkBackfill } from '../streams/linkBackfill.ts';
import { findAskable } from './findAskable.ts';
import { holdBackfill } from './holdBackfill.ts';
import { letBackfillGo } from './letBackfillGo.ts';
import { type BackfillState, lockBackfill } from './lockBackfill.ts';

export interface BackfillWish {
  action: 'start' | 'pause' | 'resume' | 'stop';
  /** Of `start`: only these records, by their source keys. */
  keys?: readonly string[] | undefined;
}

/**
 * Loads what exists of a stream, or holds, goes on with or ends that. Live events never wait for it. Loading some records
 * only is a run of its own, which is not the stream's backfill: it ends soon and can be cancelled as any run.
 *
 * @throws StoreError `not-found`, `flow.not-published`, `flow.paused`, `request.invalid`, `conflict.state`
 */
export async function steerBackfill(
  pool: Pool,
  boss: PgBoss,
  flowId: string,
  node: string,
  wish: BackfillWish,
): Promise<void> {
  await inTransaction(pool, async (db) => {
    await findAskable(db, flowId, node, wish.action === 'start' ? 'live' : 'published');
    const backfill = await lockBackfill(db, flowId, node);
    if (wish.action === 'start') await start(db, flowId, node, backfill, wish.keys);
    else await steer(db, boss, flowId, node, backfill, wish.action);
    await enqueueParts(boss, db, await listParts(db, flowId), { priority: 1 });
  });
}

async function start(
  db: Queryable,
  flowId: string,
  node: string,
  backfill: BackfillState,
  onlyKeys: BackfillWish['keys'],
): Promise<void> {
  if (onlyKeys === undefined && backfill.unfinished)
    throw new StoreError('conflict.state', 'What exists is being loaded already.');
  const run = { flowId, feeder: node, kind: 'backfill', startedBy: 'manual', status: 'queued' } as const;
  const runId = await insertRun(db, { ...run, reason: null, note: null, slot: null, full: true, onlyKeys });
  if (onlyKeys === undefined && runId !== null) await linkBackfill(db, flowId, node, runId);
}

async function steer(
  db: Queryable,
  boss: PgBoss,
  flowId: string,
  node: string,
  { runId, unfinished, paused }: BackfillState,
  action: 'pause' | 'resume' | 'stop',
): Promise<void> {
  if (runId === null || !unfinished)
    throw new StoreError('conflict.state', 'Nothing is being loaded: there is nothing to steer.');
  if (action === 'pause') {
    if (!paused) await holdBackfill(db, flowId, node, runId);
    return;
  }
  // A held part is nobody's to end: it goes back into the queue, where whoever works on it finds that it is over.
  if (paused) await letBackfillGo(db, flowId, node, runId);
  if (action === 'stop') await endFreeParts(db, boss, runId);
}
