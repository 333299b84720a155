import { presentFlow } from '../flows/presentFlow.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const resumeFlow =
  ({ store, publicAddress }: Pick<ServerDeps, 'store' | 'publicAddress'>): Handler<Contract['resumeFlow']> =>
  async ({ params }) => {
    await store.flows.resume(params.id);
    return presentFlow(await store.flows.get(params.id), publicAddress());
  };
