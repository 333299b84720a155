import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listDeadLetters =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listDeadLetters']> =>
  async ({ query }) =>
    store.runs.deadLetters(query);
