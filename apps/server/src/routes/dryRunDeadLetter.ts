import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const dryRunDeadLetter =
  ({ store, dryRunner }: Pick<ServerDeps, 'store' | 'dryRunner'>): Handler<Contract['dryRunDeadLetter']> =>
  async ({ params, body }) =>
    dryRunner.dryRun(await store.failures.get(params.id), body.input);
