import { explainFailure } from '../connections/connectionDoor.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'connections' | 'connectorOfKind'>;

const limitMs = 10_000;
/** Our own tables in the built-in database: a flow that wrote there could break every other flow. */
const ownSchemas = /^"?(syncline|pgboss)"?\./i;

export const listStreams =
  ({ store, connections, connectorOfKind }: Deps): Handler<Contract['listStreams']> =>
  async ({ params }) => {
    const { kind, builtIn } = await store.connections.get(params.id);
    const connector = connectorOfKind(kind);
    const list = connector?.streams;
    if (!list) return { items: [] };
    try {
      const streams = await connections.with(params.id, limitMs, (context) => list.call(connector, context));
      return {
        items: streams
          .filter(({ name }) => !(builtIn && ownSchemas.test(name)))
          .map(({ name, label, records, kind: sort }) => ({
            name,
            label,
            records: records ?? null,
            kind: sort ?? null,
          })),
      };
    } catch (error) {
      const { title, whatToDo } = explainFailure(error);
      throw new ApiError('connection.missing', { detail: `${title} ${whatToDo}`, cause: error });
    }
  };
