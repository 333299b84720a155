import { presentFlow } from '../flows/presentFlow.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const pauseFlow =
  ({ store, publicAddress }: Pick<ServerDeps, 'store' | 'publicAddress'>): Handler<Contract['pauseFlow']> =>
  async ({ params }) => {
    await store.flows.pause(params.id);
    return presentFlow(await store.flows.get(params.id), publicAddress());
  };
