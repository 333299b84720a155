import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getConnection =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['getConnection']> =>
  async ({ params }) =>
    store.connections.get(params.id);
