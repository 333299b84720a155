import type { Queryable } from '../database/queryable.ts';
import { mostHops, type StoryParts } from './storyParts.ts';

// Letters of one record that are closed lie in no index by key: the flow's are walked newest first, not for ever.
const text = `
  select id::text, created_at as at, run_id::text as "runId", node, outcome, code, message, field, state,
    closed_by as "closedBy", ignored_reason as "ignoredReason"
  from (
    select * from syncline.dead_letter where flow_id = $1 order by id desc limit 20000
  ) as letter
  where (destination_id = $2::bigint and key = $3) or (destination_id is null and source_key = $4)
  order by id desc limit ${mostHops}`;

/** Times a record was given up, newest first: at the destination, or on its way there. */
export async function readLetters(
  db: Queryable,
  record: { flowId: string; destinationId: string | null; key: string; sourceKey: string },
): Promise<StoryParts['letters']> {
  const found = await db.query<StoryParts['letters'][number]>({
    name: 'read-record-letters',
    text,
    values: [record.flowId, record.destinationId, record.key, record.sourceKey],
  });
  return found.rows;
}
