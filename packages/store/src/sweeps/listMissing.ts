import type { MissingRecord } from '@syncline/engine';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { isLeft } from './isLeft.ts';

const text = `
  select key, coalesce(source_key, key) as "sourceKey" from syncline.ledger
  where destination_id = $2 and ${isLeft} and key > $3 and not exists (
    select from syncline.sweep_seen as seen where seen.run_id = $1 and seen.destination_id = $2 and seen.key = ledger.key
  )
  order by key limit $4`;

/** Live records this sweep did not meet, by key, after the one given. */
export async function listMissing(
  db: Queryable,
  runId: string,
  destinationId: string,
  after: string | null,
  limit: number,
): Promise<MissingRecord[]> {
  const values = [runId, destinationId, after === null ? '' : cleanText(after), limit];
  return (await db.query<MissingRecord>({ name: 'list-missing', text, values })).rows;
}
