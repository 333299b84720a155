import type { Queryable } from '../database/queryable.ts';
import { hasSuccessor } from './closeReplayedStep.ts';

const text = `
  update syncline.dead_letter as letter set state = case when ${hasSuccessor} then 'superseded' else 'open' end
  where letter.replay_run = $1 and letter.state = 'replaying'`;

/** Letters a replay ended without looking at (it failed, or was cancelled) are on the list again. */
export async function reopenReplayed(db: Queryable, runId: string): Promise<void> {
  await db.query({ name: 'reopen-replayed', text, values: [runId] });
}
