import type { Queryable } from '../database/queryable.ts';
import { countKnown } from './countKnown.ts';
import { isLeft } from './isLeft.ts';

const text = `
  select count(*) as missing from syncline.ledger
  where destination_id = $2 and ${isLeft} and not exists (
    select from syncline.sweep_seen as seen where seen.run_id = $1 and seen.destination_id = $2 and seen.key = ledger.key
  )`;

/** How many live records a destination has, and how many of them this sweep did not meet. */
export async function countMissing(
  db: Queryable,
  runId: string,
  destinationId: string,
): Promise<{ known: number; missing: number }> {
  const known = await countKnown(db, destinationId);
  const found = await db.query<{ missing: number }>({
    name: 'count-missing',
    text,
    values: [runId, destinationId],
  });
  return { known, missing: found.rows[0]?.missing ?? 0 };
}
