import type { Queryable } from '../database/queryable.ts';

const text = `
  select min(due) as due from syncline.parked
  where flow_id = $1 and node = $2 and state = 'waiting' and due is not null and lane % $4 = $3`;

/** When the next record of this part goes on by itself; null = none waits for a time. */
export async function findNextDue(
  db: Queryable,
  flowId: string,
  node: string,
  part: number,
  parts: number,
): Promise<Date | null> {
  const values = [flowId, node, part, parts];
  const found = await db.query<{ due: Date | null }>({ name: 'find-next-due', text, values });
  return found.rows[0]?.due ?? null;
}
