import type { Queryable } from '../database/queryable.ts';

// As `hasSuccessor` asks for one letter, here by joins: a cancelled replay may leave thousands.
const text = `
  with left_over as (
    select id, destination_id, key from syncline.dead_letter where replay_run = $1 and state = 'replaying'
  ), replaced as (
    select letter.id from left_over as letter join syncline.dead_letter as other
      on other.destination_id = letter.destination_id and other.key = letter.key
    where other.state = 'open'
    union
    select letter.id from left_over as letter join syncline.dead_letter as other
      on other.destination_id = letter.destination_id and other.key = letter.key and other.id > letter.id
    where other.state = 'replaying'
  )
  update syncline.dead_letter as letter set
    state = case when letter.id in (select id from replaced) then 'superseded' else 'open' end
  from left_over where letter.id = left_over.id and letter.state = 'replaying'`;

/** Letters a replay ended without looking at (it failed, or was cancelled) are on the list again. */
export async function reopenReplayed(db: Queryable, runId: string): Promise<void> {
  await db.query({ name: 'reopen-replayed', text, values: [runId] });
}
