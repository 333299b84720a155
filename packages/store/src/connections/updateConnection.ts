import type { Connection } from '@syncline/model';
import type { Pool } from 'pg';
import type { Cipher } from '../cipher.ts';
import { inTransaction } from '../database/inTransaction.ts';
import { StoreError } from '../storeError.ts';
import { openSecrets, publicConfig, type Secrets, sealSecrets } from './connectionSecret.ts';
import { getConnection } from './listConnections.ts';

export interface ChangedConnection {
  name: string;
  config: Record<string, unknown>;
  /** A secret that is left out keeps its value; null removes it. */
  secrets: Secrets;
}

/** @throws StoreError `not-found`, `conflict.name` */
export async function updateConnection(
  pool: Pool,
  cipher: Cipher,
  id: string,
  change: ChangedConnection,
): Promise<Connection> {
  return inTransaction(pool, async (db) => {
    const found = await db.query<{ secret: Buffer | null }>({
      text: 'select secret from syncline.connection where id = $1 for update',
      values: [id],
    });
    const row = found.rows[0];
    if (row === undefined) throw new StoreError('not-found', 'There is no such connection.');
    const merged = { ...openSecrets(cipher, id, row.secret), ...change.secrets };
    const secrets = Object.fromEntries(
      Object.entries(merged).filter(([, value]) => value !== null && value !== undefined),
    );
    const taken = await db.query({
      text: 'select 1 from syncline.connection where name = $1 and id <> $2',
      values: [change.name, id],
    });
    if (taken.rowCount !== 0)
      throw new StoreError('conflict.name', `A connection named ${change.name} exists already.`, 'body.name');
    await db.query({
      text: `update syncline.connection set name = $2, config = $3, secret = $4, state = 'unchecked', summary = null,
          checked_at = null, updated_at = now() where id = $1`,
      values: [
        id,
        change.name,
        JSON.stringify(publicConfig(change.config, secrets)),
        sealSecrets(cipher, id, secrets),
      ],
    });
    return getConnection(db, id);
  });
}
