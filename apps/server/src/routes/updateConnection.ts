import { splitConfig } from '../connections/configParts.ts';
import { openConnection } from '../connections/openConnection.ts';
import { requireKind } from '../connections/requireKind.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'connectionKind' | 'schemas' | 'forgetEndpoints'>;

export const updateConnection =
  ({ store, connectionKind, schemas, forgetEndpoints }: Deps): Handler<Contract['updateConnection']> =>
  async ({ params, body }) => {
    const before = await store.connections.get(params.id);
    if (before.builtIn)
      throw new ApiError('conflict.in-use', {
        detail: 'Syncline keeps this connection itself. Create another one instead.',
      });
    if (before.kind !== body.kind)
      throw new ApiError('request.invalid', {
        path: 'body.kind',
        detail: `body.kind: this is a ${before.kind} connection and stays one. Create another connection.`,
      });
    const definition = requireKind(connectionKind, body.kind);
    const stored = await openConnection(store, params.id);
    const { config, secrets } = splitConfig(
      definition,
      body.config,
      secretsOf(stored.config, definition.secrets),
    );
    const saved = await store.connections.update(params.id, {
      name: body.name,
      config,
      // Named with null, a secret is taken away; left out, it would stay.
      secrets: { ...Object.fromEntries(definition.secrets.map((name) => [name, null])), ...secrets },
    });
    schemas.forget(params.id);
    forgetEndpoints();
    return saved;
  };

function secretsOf(config: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([name]) => names.includes(name)));
}
