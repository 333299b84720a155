import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listConnections =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listConnections']> =>
  async () => ({ items: await store.connections.list() });
