import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const replayDeadLetters =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['replayDeadLetters']> =>
  async ({ body, note }) => {
    const replay = await store.failures.replay(body);
    note({ select: body, ...replay });
    return replay;
  };
