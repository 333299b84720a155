import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const cancelRun =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['cancelRun']> =>
  async ({ params }) =>
    store.runs.cancel(params.id);
