import type { Queryable } from '../database/queryable.ts';

// All rows less those that are gone: both are counted in an index, the few gone ones in one of their own.
const text = `
  select (select count(*) from syncline.ledger where destination_id = $1) - (
    select count(*) from syncline.ledger where destination_id = $1 and state in (3, 5) and state <> 0
  ) as known`;

/** Live records of a destination: neither deleted there nor left there as gone at the source. */
export async function countKnown(db: Queryable, destinationId: string): Promise<number> {
  const found = await db.query<{ known: number }>({ name: 'count-known', text, values: [destinationId] });
  return found.rows[0]?.known ?? 0;
}
