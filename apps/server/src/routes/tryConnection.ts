import { checkConfig } from '../connections/checkConfig.ts';
import { splitConfig } from '../connections/configParts.ts';
import { openConnection } from '../connections/openConnection.ts';
import { requireKind } from '../connections/requireKind.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'connections' | 'connectionKind' | 'connectorOfKind'>;

/**
 * Checks a config that is not saved. With `id`, secrets left out are those of the stored connection, but only towards the
 * address they belong to: else a check would carry a stored secret to any host somebody types in.
 */
export const tryConnection =
  ({ store, connections, connectionKind, connectorOfKind }: Deps): Handler<Contract['tryConnection']> =>
  async ({ body }) => {
    const definition = requireKind(connectionKind, body.kind);
    let stored: Record<string, unknown> = {};
    if (body.id !== undefined) {
      const opened = await openConnection(store, body.id);
      if (opened.kind !== body.kind) throw new ApiError('request.invalid', { path: 'body.kind' });
      stored = opened.config;
    }
    const secrets = Object.fromEntries(
      Object.entries(stored).filter(([name]) => definition.secrets.includes(name)),
    );
    const { config, secrets: given } = splitConfig(definition, body.config, secrets);
    const borrowed = Object.keys(given).filter((name) => typeof body.config[name] !== 'string');
    const moved = Object.keys(config).filter(
      (name) => !definition.secrets.includes(name) && isAddress(name) && config[name] !== stored[name],
    );
    if (borrowed.length > 0 && moved[0] !== undefined)
      throw new ApiError('request.invalid', {
        path: `body.config.${borrowed[0]}`,
        detail: `Enter ${borrowed.join(', ')} again: ${moved[0]} was changed, and a stored secret goes only to the address it was saved with.`,
      });
    return checkConfig(connectorOfKind(body.kind), { ...config, ...given }, connections);
  };

const isAddress = (field: string): boolean => /url|host|port|address|endpoint|server|domain/i.test(field);
