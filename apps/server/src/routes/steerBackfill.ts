import { findStream } from '../flows/findStream.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes'>;

/** Loading some records only asks their source for each by its key, so it has to be able to. */
export const steerBackfill =
  ({ store, nodeTypes }: Deps): Handler<Contract['steerBackfill']> =>
  async ({ params, body, note }) => {
    const { id, node } = params;
    await findStream(store, id, node);
    if (body.keys !== undefined) {
      const { document } = await store.flows.version(id);
      const type = document.nodes[node]?.type ?? '';
      if (body.action !== 'start')
        throw new ApiError('request.invalid', {
          path: 'body.keys',
          detail: 'Keys go with "start": which records to load.',
        });
      if (nodeTypes.connector(type)?.sources[type]?.fetch === undefined)
        throw new ApiError('request.invalid', {
          path: 'body.keys',
          detail: 'This source can not be asked for single records. Leave keys out to load everything.',
        });
    }
    await store.feeders.steerBackfill(id, node, body);
    note({ node, action: body.action, ...(body.keys === undefined ? {} : { keys: body.keys.length }) });
    return findStream(store, id, node);
  };
