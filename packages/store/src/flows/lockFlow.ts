import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';

/**
 * One change of a flow after the other. Not the strongest lock: runs that captures and ends of runs queue meanwhile refer
 * to the row, and they hold streams that publishing is about to lock.
 *
 * @throws StoreError `not-found`
 */
export async function lockFlow(db: Queryable, id: string): Promise<void> {
  const locked = await db.query({
    text: 'select 1 from syncline.flow where id = $1 for no key update',
    values: [id],
  });
  if (locked.rowCount === 0) throw new StoreError('not-found', 'There is no such flow.');
}
