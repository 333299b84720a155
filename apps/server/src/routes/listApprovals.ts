import { presentApprovals } from '../approvals/presentApprovals.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listApprovals =
  ({ store, nodeTypes }: Pick<ServerDeps, 'store' | 'nodeTypes'>): Handler<Contract['listApprovals']> =>
  async ({ query }) => {
    const { items, cursor } = await store.approvals.list(query);
    return { items: await presentApprovals({ store, nodeTypes }, items), cursor };
  };
