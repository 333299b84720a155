import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getRun =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['getRun']> =>
  async ({ params }) =>
    store.runs.get(params.id);
