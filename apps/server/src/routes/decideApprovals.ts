import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const decideApprovals =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['decideApprovals']> =>
  async ({ body, actor, note }) => {
    const records = await store.approvals.decideAll({ ...body, actor });
    note({ ...body, records });
    return { records };
  };
