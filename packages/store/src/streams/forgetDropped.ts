import type { Queryable } from '../database/queryable.ts';

const text = 'delete from syncline.dropped_capture where id = $1';

/** A capture is removed at its source, or can't be. */
export async function forgetDropped(db: Queryable, id: string): Promise<void> {
  await db.query({ name: 'forget-dropped', text, values: [id] });
}
