import { recheckOrphans } from '../failures/recheckOrphans.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const settleOrphans =
  ({ store, nodeTypes }: Pick<ServerDeps, 'store' | 'nodeTypes'>): Handler<Contract['settleOrphans']> =>
  async ({ body, actor, note }) => {
    const records =
      body.action === 'forget'
        ? await store.failures.forgetOrphans(body.records, actor)
        : await recheckOrphans({ store, nodeTypes }, await store.failures.orphanSources(body.records));
    note({ ...body, settled: records });
    return { records };
  };
