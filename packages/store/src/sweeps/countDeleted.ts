import type { Queryable } from '../database/queryable.ts';

const text = `
  select coalesce(sum((outcomes ->> 'deleted')::bigint), 0)::bigint as deleted
  from syncline.run_node where run_id = $1 and node = $2`;

/** Records this run has deleted at a destination, by its settled pages. */
export async function countDeleted(db: Queryable, runId: string, node: string): Promise<number> {
  const found = await db.query<{ deleted: number }>({
    name: 'count-deleted',
    text,
    values: [runId, node],
  });
  return found.rows[0]?.deleted ?? 0;
}
