import { parseNodeConfig } from '@syncline/model';
import { explainFailure } from '../connections/connectionDoor.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'connections' | 'nodeTypes'>;

const limitMs = 5_000;

export const describeStream =
  ({ store, connections, nodeTypes }: Deps): Handler<Contract['describeStream']> =>
  async ({ params, query }) => {
    const { kind } = await store.connections.get(params.id);
    const definition = nodeTypes.definition(query.type);
    const connector = nodeTypes.connector(query.type);
    const side = connector?.sources[query.type] ?? connector?.destinations[query.type];
    if (!definition || !side || definition.connection?.kind !== kind)
      throw new ApiError('request.invalid', {
        path: 'query.type',
        detail: `query.type: no step of this type reads or writes a ${kind} connection.`,
      });
    const parsed = parseNodeConfig(definition, readJson(query.config), definition.version);
    if (!parsed.ok)
      throw new ApiError('request.invalid', {
        path: 'query.config',
        issues: parsed.issues.map(({ path, message }) => ({ path: `query.config.${path}`, message })),
      });
    try {
      return await connections.with(params.id, limitMs, (context) => side.describe(context, parsed.config));
    } catch (error) {
      const { title, whatToDo } = explainFailure(error);
      throw new ApiError('request.invalid', {
        path: 'query.config',
        detail: `${title} ${whatToDo}`,
        cause: error,
      });
    }
  };

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    // An object's own members, whatever they are called, are what the step's schema then checks.
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Falls through to the refusal below.
  }
  throw new ApiError('request.invalid', {
    path: 'query.config',
    detail: 'query.config is not a JSON object.',
  });
}
