import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listFlowStreams =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listFlowStreams']> =>
  async ({ params }) => ({ items: await store.feeders.list(params.id) });
