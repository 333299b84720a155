import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';

// Of one record at one destination one letter is open: the newest. So an older one stays where it is.
const text = `
  update syncline.dead_letter as letter set state = 'open', ignored_reason = null, closed_by = null, retries = 0
  where id = any ($1::bigint[]) and state = 'ignored' and (
    destination_id is null or key is null or not exists (
      select from syncline.dead_letter as other
      where other.destination_id = letter.destination_id and other.key = letter.key and other.id <> letter.id
        and (other.state in ('open', 'replaying')
          or (other.state = 'ignored' and other.id = any ($1::bigint[]) and other.id > letter.id))
    )
  )`;

/** Puts ignored records back on the list, unless a newer letter of the same record is there. @returns how many. */
export async function reopenLetters(db: Queryable, ids: readonly string[]): Promise<number> {
  const done = await db.query({
    name: 'reopen-letters',
    text,
    values: [ids.map((id) => numericId(id, 'failed record'))],
  });
  return done.rowCount ?? 0;
}
