import type { DeleteWord } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';

const text = `
  select until, allowed from syncline.delete_word where destination_id = $1 and feeder = $2 order by until`;

/** What persons said about deletes that had come from a feeder, oldest first. */
export async function listDeleteWords(
  db: Queryable,
  destinationId: string,
  feeder: string,
): Promise<DeleteWord[]> {
  const values = [destinationId, feeder];
  return (await db.query<DeleteWord>({ name: 'list-delete-words', text, values })).rows;
}
