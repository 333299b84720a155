import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const deleteConnection =
  ({ store, schemas }: Pick<ServerDeps, 'store' | 'schemas'>): Handler<Contract['deleteConnection']> =>
  async ({ params }) => {
    const { builtIn } = await store.connections.get(params.id);
    if (builtIn) throw new ApiError('conflict.in-use', { detail: 'Syncline keeps this connection itself.' });
    await store.connections.remove(params.id);
    schemas.forget(params.id);
    return { deleted: true };
  };
