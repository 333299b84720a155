import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listVersions =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listVersions']> =>
  async ({ params }) => ({ items: await store.flows.versions(params.id) });
