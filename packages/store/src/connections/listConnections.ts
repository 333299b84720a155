import type { Connection } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';
import { type ConnectionRow, connectionColumns, connectionOf } from './connectionRow.ts';

/** All connections with the flows that use them, by name. Secrets read as `true`. */
export async function listConnections(db: Queryable): Promise<Connection[]> {
  const found = await db.query<ConnectionRow>({
    text: `select ${connectionColumns} from syncline.connection order by built_in desc, name`,
  });
  return found.rows.map(connectionOf);
}

/** @throws StoreError `not-found` */
export async function getConnection(db: Queryable, id: string): Promise<Connection> {
  const found = await db.query<ConnectionRow>({
    text: `select ${connectionColumns} from syncline.connection where id = $1`,
    values: [id],
  });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', 'There is no such connection.');
  return connectionOf(row);
}
