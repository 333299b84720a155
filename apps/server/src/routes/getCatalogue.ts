import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getCatalogue =
  ({ catalogue }: Pick<ServerDeps, 'catalogue'>): Handler<Contract['getCatalogue']> =>
  async () =>
    catalogue;
