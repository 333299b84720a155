import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';

/** One change of a flow after the other. @throws StoreError `not-found` */
export async function lockFlow(db: Queryable, id: string): Promise<void> {
  const locked = await db.query({
    text: 'select 1 from syncline.flow where id = $1 for update',
    values: [id],
  });
  if (locked.rowCount === 0) throw new StoreError('not-found', 'There is no such flow.');
}
