import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listRunFailures =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listRunFailures']> =>
  async ({ params }) => ({ groups: await store.runs.failures(params.id) });
