import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listRunLogs =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listRunLogs']> =>
  async ({ params, query }) =>
    store.runs.logs(params.id, query);
