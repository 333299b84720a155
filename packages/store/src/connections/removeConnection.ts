import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { StoreError } from '../storeError.ts';
import { getConnection } from './listConnections.ts';

// Without the connection a slot would stay at its source and keep its log for ever. A source that does not answer for long
// must not hold the connection as long.
const removing = 'select 1 from syncline.dropped_capture where connection_id = $1 and tries < 10 limit 1';

/** @throws StoreError `not-found`, `conflict.in-use` with the flows' names, or while a capture is removed through it */
export async function removeConnection(pool: Pool, id: string): Promise<void> {
  await inTransaction(pool, async (db) => {
    const connection = await getConnection(db, id);
    if (connection.builtIn)
      throw new StoreError('conflict.in-use', `${connection.name} belongs to Syncline itself.`);
    if (connection.usedBy.length > 0) {
      const names = connection.usedBy.map(({ name }) => name).join(', ');
      throw new StoreError('conflict.in-use', `${connection.name} is used by: ${names}.`);
    }
    if ((await db.query({ text: removing, values: [id] })).rowCount !== 0)
      throw new StoreError(
        'conflict.in-use',
        `What a flow captured through ${connection.name} is still being removed at its source. Try again in a minute.`,
      );
    await db.query({ text: 'delete from syncline.connection where id = $1', values: [id] });
  });
}
