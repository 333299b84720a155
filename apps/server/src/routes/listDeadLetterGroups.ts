import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listDeadLetterGroups =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listDeadLetterGroups']> =>
  async ({ query }) =>
    store.failures.groups(query);
