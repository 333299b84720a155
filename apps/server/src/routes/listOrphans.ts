import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listOrphans =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listOrphans']> =>
  async ({ query }) =>
    store.failures.orphans(query);
