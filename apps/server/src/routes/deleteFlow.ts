import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const deleteFlow =
  ({
    store,
    forgetEndpoints,
  }: Pick<ServerDeps, 'store' | 'forgetEndpoints'>): Handler<Contract['deleteFlow']> =>
  async ({ params }) => {
    await store.flows.remove(params.id);
    forgetEndpoints();
    return { deleted: true };
  };
