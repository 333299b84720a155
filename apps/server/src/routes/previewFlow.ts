import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const previewFlow =
  ({ store, previewer }: Pick<ServerDeps, 'store' | 'previewer'>): Handler<Contract['previewFlow']> =>
  async ({ params, body }) =>
    previewer.preview(await store.flows.get(params.id), body.node, body.limit);
