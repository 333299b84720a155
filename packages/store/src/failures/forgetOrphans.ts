import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';

export interface RecordName {
  destinationId: string;
  key: string;
}

// As `unlink` does it: a tombstone without a write. The version stays, so nothing older than what is there comes back.
const text = `
  with named as (select distinct * from unnest($1::bigint[], $2::text[]) as named (destination_id, key)),
  closed as (
    update syncline.dead_letter set state = 'ignored', ignored_reason = 'No longer looked after.', closed_by = $3
    from named where dead_letter.destination_id = named.destination_id and dead_letter.key = named.key
      and dead_letter.state = 'open'
  )
  update syncline.ledger set state = 3, hash = '', remote_id = null
  from named where ledger.destination_id = named.destination_id and ledger.key = named.key and ledger.state in (1, 2, 4, 5)`;

/** From now on these records are none of ours, until their source brings something newer. @returns how many. */
export async function forgetOrphans(
  db: Queryable,
  records: readonly RecordName[],
  actor: string,
): Promise<number> {
  const done = await db.query({
    name: 'forget-orphans',
    text,
    values: [
      records.map(({ destinationId }) => numericId(destinationId, 'destination')),
      records.map(({ key }) => cleanText(key)),
      actor,
    ],
  });
  return done.rowCount ?? 0;
}
