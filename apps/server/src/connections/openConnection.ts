import type { ClearConnection, Store } from '@syncline/store';
import { ApiError } from '../http/problem.ts';

/** A stored connection with its secrets in clear. @throws ApiError not-found. */
export async function openConnection(
  store: { connections: Pick<Store['connections'], 'openConfig'> },
  id: string,
): Promise<ClearConnection> {
  const connection = await store.connections.openConfig(id);
  if (!connection) throw new ApiError('not-found', { detail: 'There is no such connection.' });
  return connection;
}
