import type { LetterSelection } from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { insertRun } from '../runs/insertRun.ts';
import { listParts } from '../slots/listParts.ts';
import { StoreError } from '../storeError.ts';
import { countReplayable, type ReplayGroup } from './countReplayable.ts';
import { takeLetters } from './takeLetters.ts';

export interface Replay {
  runIds: string[];
  /** Letters that these runs have in hand. */
  records: number;
  /** Letters of the selection that could be replayed next: more than one run takes, or their flow is paused. */
  left: number;
}

/** Letters of one run. More of them wait for the next. */
export const lettersPerRun = 10_000;

type Playable = ReplayGroup & { feeder: string };

/**
 * Queues a run per flow and feeder for open failed records, in one transaction with their change of state.
 *
 * @throws StoreError `conflict.state`, `flow.paused`, `flow.not-published` when none of them can be replayed.
 */
export async function replayLetters(pool: Pool, boss: PgBoss, select: LetterSelection): Promise<Replay> {
  return inTransaction(pool, async (db) => {
    const groups = await countReplayable(db, select);
    const playable = groups.filter((group): group is Playable => group.feeder !== null && group.known);
    const ready = playable.filter(({ desired }) => desired === 'live');
    if (ready.length === 0) refuse(groups, playable);
    const replay: Replay = { runIds: [], records: 0, left: 0 };
    for (const group of playable) replay.left += group.count;
    for (const group of ready) {
      const taken = await replayGroup(db, select, group);
      if (taken === null) continue;
      replay.runIds.push(taken.runId);
      replay.records += taken.records;
      replay.left -= taken.records;
    }
    for (const flowId of new Set(ready.map((group) => group.flowId)))
      await enqueueParts(boss, db, await listParts(db, flowId), { priority: 1 });
    return replay;
  });
}

async function replayGroup(
  db: Queryable,
  select: LetterSelection,
  { flowId, feeder }: Playable,
): Promise<{ runId: string; records: number } | null> {
  const runId = await insertRun(db, {
    flowId,
    feeder,
    kind: 'replay',
    startedBy: 'replay',
    status: 'queued',
    reason: null,
    note: null,
    slot: null,
    full: false,
  });
  if (runId === null) return null;
  const records = await takeLetters(db, select, { flowId, feeder, runId, limit: lettersPerRun });
  return { runId, records };
}

function refuse(groups: ReplayGroup[], playable: Playable[]): void {
  if (groups.length === 0) return;
  if (playable.some(({ desired }) => desired === 'paused'))
    throw new StoreError('flow.paused', 'A paused flow replays nothing. Resume it first.');
  if (groups.every(({ published }) => !published))
    throw new StoreError('flow.not-published', 'The flow has no published version.');
  if (groups.every(({ feeder }) => feeder === null))
    throw new StoreError(
      'conflict.state',
      'This input never became a record, so it can not be replayed. Mend it at the source: the next read or post brings it.',
    );
  throw new StoreError(
    'conflict.state',
    'The step that brought these records is no longer in the published version.',
  );
}
