import type { Queryable } from '../database/queryable.ts';

// From here on is counted anew: a person has looked at what was deleted so far.
const text = `
  with place as (
    select destination.id, run.feeder from syncline.run
    join syncline.destination on destination.flow_id = run.flow_id and destination.node = $2
    where run.id = $1
  ), forgotten as (
    delete from syncline.delete_count using place where destination_id = place.id
  )
  insert into syncline.delete_word (destination_id, feeder, until, allowed)
  select id, feeder, clock_timestamp(), $3 from place`;

/** Lets the deletes which the feeder of a run has brought to a destination until now through, or leaves them out. */
export async function writeDeleteWord(
  db: Queryable,
  runId: string,
  node: string,
  allowed: boolean,
): Promise<void> {
  await db.query({ name: 'write-delete-word', text, values: [runId, node, allowed] });
}
