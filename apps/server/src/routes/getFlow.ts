import { presentFlow } from '../flows/presentFlow.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getFlow =
  ({ store, publicAddress }: Pick<ServerDeps, 'store' | 'publicAddress'>): Handler<Contract['getFlow']> =>
  async ({ params, response }) => {
    const flow = await store.flows.get(params.id);
    response.setHeader('ETag', `"${flow.etag}"`);
    return presentFlow(flow, publicAddress());
  };
