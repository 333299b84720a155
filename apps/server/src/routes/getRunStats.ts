import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getRunStats =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['getRunStats']> =>
  async ({ query }) =>
    store.runs.stats(query);
