import type { Queryable } from '../database/queryable.ts';
import { mostHops, type StoryParts } from './storyParts.ts';

const text = `
  select id::text, created_at as at, run_id::text as "runId", state, decided_by as "decidedBy",
    decided_at as "decidedAt", note
  from syncline.parked where destination_id = $1 and key = $2 order by id desc limit ${mostHops}`;

/** Times a record waited at a checkpoint, newest first. */
export async function readParkings(
  db: Queryable,
  destinationId: string,
  key: string,
): Promise<StoryParts['parked']> {
  const found = await db.query<StoryParts['parked'][number]>({
    name: 'read-record-parkings',
    text,
    values: [destinationId, key],
  });
  return found.rows;
}
