import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listFlows =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listFlows']> =>
  async ({ query }) =>
    store.flows.list(query);
