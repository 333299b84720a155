import { findStream } from '../flows/findStream.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const sweepStream =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['sweepStream']> =>
  async ({ params: { id, node }, note }) => {
    await findStream(store, id, node);
    note({ node, runId: await store.feeders.sweepNow(id, node) });
    return findStream(store, id, node);
  };
