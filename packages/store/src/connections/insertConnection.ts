import type { Connection } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { newId } from '../newId.ts';
import { StoreError } from '../storeError.ts';
import { publicConfig, type Secrets, sealSecrets } from './connectionSecret.ts';
import { getConnection } from './listConnections.ts';

export interface NewConnection {
  /** Left out: a random one. Built-in connections have fixed ids. */
  id?: string;
  name: string;
  kind: string;
  /** Without the secret fields. */
  config: Record<string, unknown>;
  secrets: Secrets;
  builtIn?: boolean;
}

/** @throws StoreError `conflict.name` */
export async function insertConnection(
  db: Queryable,
  cipher: Cipher,
  connection: NewConnection,
): Promise<Connection> {
  const id = connection.id ?? newId();
  const { name, kind, config, secrets } = connection;
  const inserted = await db.query({
    text: `insert into syncline.connection (id, name, kind, config, secret, built_in) values ($1, $2, $3, $4, $5, $6)
      on conflict do nothing`,
    values: [
      id,
      name,
      kind,
      JSON.stringify(publicConfig(config, secrets)),
      sealSecrets(cipher, id, secrets),
      connection.builtIn ?? false,
    ],
  });
  if (inserted.rowCount === 0)
    throw new StoreError('conflict.name', `A connection named ${name} exists already.`, 'body.name');
  return getConnection(db, id);
}
