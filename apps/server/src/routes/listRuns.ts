import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listRuns =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listRuns']> =>
  async ({ query }) =>
    store.runs.list(query);
