import type { LetterSelection } from '@syncline/model';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import { selectionCondition } from './letterSelection.ts';

/** Gives the oldest replayable letters of one feeder to a run. @returns how many. */
export async function takeLetters(
  db: Queryable,
  select: LetterSelection,
  group: { flowId: string; feeder: string; runId: string; limit: number },
): Promise<number> {
  const bindings = createBindings([group.runId, group.flowId, group.feeder, group.limit]);
  // Two people who press at once share the letters: each is in one run.
  const done = await db.query({
    text: `with taken as (
        select dead_letter.id from syncline.dead_letter
        where ${selectionCondition(select, bindings)} and dead_letter.flow_id = $2 and feeder = $3 and envelope is not null
        order by dead_letter.id limit $4 for update skip locked
      )
      update syncline.dead_letter set state = 'replaying', replay_run = $1, closed_by = null
      from taken where dead_letter.id = taken.id`,
    values: bindings.values,
  });
  return done.rowCount ?? 0;
}
