import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { openSecrets } from './connectionSecret.ts';

export interface ClearConnection {
  id: string;
  name: string;
  kind: string;
  /** With secrets in clear. Never log it. */
  config: Record<string, unknown>;
}

/** Connections with their secrets, for a check or a run. An id nobody has is absent. */
export async function openConfigs(
  db: Queryable,
  cipher: Cipher,
  ids: string[],
): Promise<Map<string, ClearConnection>> {
  if (ids.length === 0) return new Map();
  const found = await db.query<ClearConnection & { secret: Buffer | null }>({
    name: 'open-configs',
    text: 'select id, name, kind, config, secret from syncline.connection where id = any ($1)',
    values: [ids],
  });
  return new Map(
    found.rows.map(({ id, name, kind, config, secret }) => [
      id,
      { id, name, kind, config: { ...config, ...openSecrets(cipher, id, secret) } },
    ]),
  );
}
