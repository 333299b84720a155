import type { Queryable } from '../database/queryable.ts';
import { mostHops, type StoryParts } from './storyParts.ts';

const text = `
  select ts as at, run_id::text as "runId", node, outcome, code, detail from syncline.record_event
  where destination_id = $1 and key = $2 order by ts desc limit ${mostHops}`;

/** What went otherwise than well with a record at a destination, newest first. */
export async function readEvents(
  db: Queryable,
  destinationId: string,
  key: string,
): Promise<StoryParts['events']> {
  const found = await db.query<StoryParts['events'][number]>({
    name: 'read-record-events',
    text,
    values: [destinationId, key],
  });
  return found.rows;
}
