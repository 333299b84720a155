import { bindConnections } from '../flows/bindConnections.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes' | 'compiler'>;

export const validateFlow =
  ({ store, nodeTypes, compiler }: Deps): Handler<Contract['validateFlow']> =>
  async ({ params, body }) => {
    const flow = await store.flows.get(params.id);
    const document = body.document ?? flow.document;
    const known = await store.connections.list();
    const bindings = bindConnections(document, known, nodeTypes, {}, flow.bindings);
    const { diagnostics, schemas, inputs, delivery } = await compiler.compile(
      { flowId: params.id, document, bindings },
      { refresh: body.refresh ?? false },
    );
    return { diagnostics, schemas, inputs, delivery };
  };
