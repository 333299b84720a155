import { checkConfig } from '../connections/checkConfig.ts';
import { openConnection } from '../connections/openConnection.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'connections' | 'connectorOfKind'>;

export const checkConnection =
  ({ store, connections, connectorOfKind }: Deps): Handler<Contract['checkConnection']> =>
  async ({ params }) => {
    const { kind, config } = await openConnection(store, params.id);
    const result = await checkConfig(connectorOfKind(kind), config, connections);
    await store.connections.saveCheck(params.id, { ok: result.ok, summary: result.summary });
    return result;
  };
