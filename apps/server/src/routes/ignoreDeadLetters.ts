import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const ignoreDeadLetters =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['ignoreDeadLetters']> =>
  async ({ body, actor, note }) => {
    const records = await store.failures.ignore(body.select, { reason: body.reason, actor });
    note({ select: body.select, reason: body.reason, records });
    return { records };
  };
