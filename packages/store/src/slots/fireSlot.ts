import type { DueSlot, SlotDecision } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { insertRun } from '../runs/insertRun.ts';
import { unfinished } from '../runs/unfinished.ts';
import { listParts } from './listParts.ts';

const longestQueue = 100;

/**
 * Fires a slot: the schedule's row is locked only if it still stands at that slot, so of several processes one does it
 * and the others change nothing. Every decision leaves a row, also a slot that was missed or left out.
 */
export async function fireSlot(
  pool: Pool,
  boss: PgBoss,
  due: DueSlot,
  decisions: SlotDecision[],
  next: Date | null,
): Promise<void> {
  await inTransaction(pool, async (db) => {
    const locked = await db.query({
      name: 'advance-slot',
      text: `update syncline.schedule set next_slot = $4 where flow_id = $1 and node = $2 and next_slot = $3 and kind = $5 and enabled`,
      values: [due.flowId, due.node, due.slot, next, due.kind],
    });
    if (locked.rowCount !== 1) return;
    if (due.kind === 'release') {
      // What waits for this time goes on in the checkpoint's own rolling run; all it takes is that somebody looks.
      await enqueueParts(boss, db, await listParts(db, due.flowId));
      return;
    }
    let queued = false;
    for (const decision of decisions) queued = (await openDecision(db, due, decision)) || queued;
    if (queued) await enqueueParts(boss, db, await listParts(db, due.flowId));
  });
}

/** @returns true when a run was queued. */
async function openDecision(db: Queryable, due: DueSlot, decision: SlotDecision): Promise<boolean> {
  const { flowId, node: feeder } = due;
  const kind = kindOf(due);
  const full = kind === 'sweep';
  const run = { flowId, feeder, kind, startedBy: 'schedule', slot: decision.slot, full } as const;
  if (decision.as === 'missed') {
    const note = 'Nothing ran at this time: Syncline was down or the flow was paused.';
    await insertRun(db, { ...run, status: 'missed', reason: null, note });
    return false;
  }
  const held = await applyOverlap(db, due);
  if (held !== null) {
    await insertRun(db, { ...run, status: 'skipped', reason: 'run.overlap', note: held });
    return false;
  }
  const opened = await insertRun(db, { ...run, status: 'queued', reason: null, note: null });
  return opened !== null;
}

const kindOf = ({ kind }: DueSlot): 'read' | 'sweep' => (kind === 'sweep' ? 'sweep' : 'read');

/** @returns why the slot is left out, in words, or null when it may run. */
async function applyOverlap(db: Queryable, due: DueSlot): Promise<string | null> {
  const found = await db.query<{ waiting: number; going: number }>({
    name: 'count-unfinished-runs',
    text: `select count(*) filter (where status = 'queued') as waiting, count(*) as going
      from syncline.run where flow_id = $1 and feeder = $2 and kind = $3 and status in ${unfinished}`,
    values: [due.flowId, due.node, kindOf(due)],
  });
  const { waiting, going } = found.rows[0] ?? { waiting: 0, going: 0 };
  if (going === 0) return null;
  switch (due.overlap) {
    case 'skip':
      return 'The run before was still going on.';
    case 'queue-one':
      return waiting > 0 ? 'A run was waiting already.' : null;
    case 'queue-all':
      return waiting >= longestQueue ? `${longestQueue} runs were waiting already.` : null;
    case 'replace':
      await db.query({
        name: 'cancel-unfinished-runs',
        text: `update syncline.run set cancel_requested = true, reason = 'run.overlap'
          where flow_id = $1 and feeder = $2 and kind = $3 and status in ${unfinished}`,
        values: [due.flowId, due.node, kindOf(due)],
      });
      await tellWorkers(db, due.flowId);
      return null;
  }
}
