import { connectionKind } from '@syncline/connectors';
import type { Store } from '@syncline/store';
import { splitConfig } from '../connections/configParts.ts';
import { ApiError } from '../http/problem.ts';

type Connections = Pick<Store['connections'], 'list' | 'insert' | 'update'>;

/**
 * Turns what was given on the command line into connections: an address of a database or an HTTP API becomes one that is
 * kept under `cli <name>`; anything else names a connection there is, by id or name.
 *
 * @returns logical name -> connection id.
 * @throws ApiError request.invalid naming the binding.
 */
export async function bindArguments(
  connections: Connections,
  given: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const known = await connections.list();
  const bindings: Record<string, string> = {};
  for (const [name, text] of Object.entries(given)) {
    const made = connectionFrom(text);
    const existing = known.find(({ id, name: label }) => id === text || label === text);
    if (made) bindings[name] = await keep(connections, known, name, made);
    else if (existing) bindings[name] = existing.id;
    else
      throw new ApiError('request.invalid', {
        detail: `--bind ${name}: there is no connection named "${text}". Give a name, or an address such as postgres://user:password@host/database.`,
      });
  }
  return bindings;
}

interface Made {
  kind: string;
  config: Record<string, unknown>;
}

function connectionFrom(text: string): Made | null {
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', config: { url: text } };
  if (/^https?:\/\//.test(text)) return { kind: 'http', config: { baseUrl: text } };
  return null;
}

async function keep(
  connections: Connections,
  known: Awaited<ReturnType<Connections['list']>>,
  name: string,
  { kind, config }: Made,
): Promise<string> {
  const definition = connectionKind(kind);
  if (!definition)
    throw new ApiError('request.invalid', { detail: `--bind ${name}: there is no ${kind} connector.` });
  const parts = splitConfig(definition, config);
  const label = `cli ${name}`;
  const before = known.find((one) => one.name === label && one.kind === kind);
  if (before) return (await connections.update(before.id, { name: label, ...parts })).id;
  return (await connections.insert({ name: label, kind, ...parts })).id;
}
