import type { Queryable } from '../database/queryable.ts';

const text = `
  select coalesce(sum(records), 0)::bigint as deleted from syncline.delete_count
  where destination_id = $1 and minute >= date_trunc('minute', now() - make_interval(mins => $2))`;

/** Records that runs without an end deleted at a destination within the last minutes. */
export async function countDeletedLately(
  db: Queryable,
  destinationId: string,
  minutes: number,
): Promise<number> {
  const found = await db.query<{ deleted: number }>({
    name: 'count-deleted-lately',
    text,
    values: [destinationId, minutes],
  });
  return found.rows[0]?.deleted ?? 0;
}
