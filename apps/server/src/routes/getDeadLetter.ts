import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getDeadLetter =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['getDeadLetter']> =>
  async ({ params }) =>
    (await store.failures.get(params.id)).letter;
