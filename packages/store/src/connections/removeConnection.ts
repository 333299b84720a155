import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { StoreError } from '../storeError.ts';
import { getConnection } from './listConnections.ts';

/** @throws StoreError `not-found`, `conflict.in-use` with the flows' names */
export async function removeConnection(pool: Pool, id: string): Promise<void> {
  await inTransaction(pool, async (db) => {
    const connection = await getConnection(db, id);
    if (connection.builtIn)
      throw new StoreError('conflict.in-use', `${connection.name} belongs to Syncline itself.`);
    if (connection.usedBy.length > 0) {
      const names = connection.usedBy.map(({ name }) => name).join(', ');
      throw new StoreError('conflict.in-use', `${connection.name} is used by: ${names}.`);
    }
    await db.query({ text: 'delete from syncline.connection where id = $1', values: [id] });
  });
}
