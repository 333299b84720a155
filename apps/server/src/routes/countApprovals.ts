import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const countApprovals =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['countApprovals']> =>
  async () =>
    store.approvals.count();
