import { splitConfig } from '../connections/configParts.ts';
import { requireKind } from '../connections/requireKind.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const createConnection =
  ({
    store,
    connectionKind,
  }: Pick<ServerDeps, 'store' | 'connectionKind'>): Handler<Contract['createConnection']> =>
  async ({ body }) => {
    const definition = requireKind(connectionKind, body.kind);
    const { config, secrets } = splitConfig(definition, body.config);
    return store.connections.insert({ name: body.name, kind: body.kind, config, secrets });
  };
