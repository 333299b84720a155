import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { textArray } from '../database/textArray.ts';
import { termHash } from './termHash.ts';

// Two ways, each with its index: the key itself, where it is the same at the source, and the hash of the source key.
const text = `
  select key, source_key from (
    select key, key as source_key, last_run, last_page from syncline.ledger
    where destination_id = $1 and key = any ($2::text[]) and source_key is null and state not in (3, 5)
    union all
    select key, source_key, last_run, last_page from syncline.ledger
    where destination_id = $1 and terms && $3::bigint[] and source_key = any ($2::text[]) and state not in (3, 5)
  ) as held
  order by last_run nulls first, last_page nulls first`;

/** Source key -> key under which the destination holds the record; one it does not hold is absent. */
export async function readKeysOf(
  db: Queryable,
  destinationId: string,
  sourceKeys: string[],
): Promise<Map<string, string>> {
  if (sourceKeys.length === 0) return new Map();
  const asked = new Map(sourceKeys.map((key) => [cleanText(key), key]));
  const wanted = [...asked.keys()];
  const found = await db.query<{ key: string; source_key: string }>({
    name: 'read-keys-of',
    text,
    values: [destinationId, textArray(wanted), wanted.map(termHash)],
  });
  return new Map(found.rows.map((row) => [asked.get(row.source_key) ?? row.source_key, row.key]));
}
