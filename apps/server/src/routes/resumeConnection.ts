import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const resumeConnection =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['resumeConnection']> =>
  async ({ params, note }) => {
    const resumed = await store.connections.resumeFlows(params.id);
    note({ flows: resumed.map(({ id }) => id) });
    return { resumed };
  };
