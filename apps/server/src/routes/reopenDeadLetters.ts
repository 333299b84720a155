import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const reopenDeadLetters =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['reopenDeadLetters']> =>
  async ({ body, note }) => {
    const records = await store.failures.reopen(body.ids);
    note({ ids: body.ids, records });
    return { records };
  };
