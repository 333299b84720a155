import type { Contract, Handler } from '../http/bindRoute.ts';
import { openEventStream } from '../http/eventStream.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

/**
 * Live view of a run. The browser sends the id of the last line it has by itself after a break; a page that has loaded
 * lines already says so with `?after=`.
 */
export const watchRun =
  ({ store, runWatch }: Pick<ServerDeps, 'store' | 'runWatch'>): Handler<Contract['watchRun']> =>
  async ({ params, request, response }) => {
    const last = request.headers['last-event-id'];
    const after = readSeq(last ?? request.query.after);
    const run = await store.runs.get(params.id);
    if (!runWatch.hasRoom())
      throw new ApiError('auth.slow-down', {
        detail: 'Too many pages watch runs on this server. Close some of them.',
        retryAfter: 10,
      });
    if (last !== undefined && (await runWatch.isOver(run.id, after))) {
      // A browser reconnects to a stream that ended, unless it is told that there is no more.
      response.status(204).end();
      return undefined;
    }
    runWatch.follow(run.id, after, openEventStream(request, response));
    return undefined;
  };

function readSeq(given: unknown): number {
  const seq = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : 0;
  return Number.isSafeInteger(seq) ? seq : 0;
}
