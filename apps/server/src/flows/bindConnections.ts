import type { FlowDocument } from '@syncline/model';
import { ApiError } from '../http/problem.ts';
import type { NodeTypes } from './nodeTypes.ts';

export interface KnownConnection {
  id: string;
  name: string;
  kind: string;
}

/**
 * Which real connection each logical name of a document means: what was asked for, else what held before, else the
 * connection of the same name (or id) and kind. A name nothing fits stays unbound, and the compiler says so.
 *
 * @throws ApiError request.invalid when a binding that was asked for names no connection.
 */
export function bindConnections(
  document: FlowDocument,
  known: readonly KnownConnection[],
  nodeTypes: Pick<NodeTypes, 'definition'>,
  wanted: Readonly<Record<string, string>> = {},
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const ids = new Set(known.map(({ id }) => id));
  const bindings = new Map<string, string>();
  for (const [name, id] of Object.entries(wanted)) {
    if (!ids.has(id))
      throw new ApiError('request.invalid', {
        path: `body.bindings.${name}`,
        detail: `body.bindings.${name}: there is no connection with this id.`,
      });
    bindings.set(name, id);
  }
  for (const node of Object.values(document.nodes)) {
    const name = node.connection;
    if (name === undefined || bindings.has(name)) continue;
    const kind = nodeTypes.definition(node.type)?.connection?.kind;
    const earlier = Object.hasOwn(before, name) ? before[name] : undefined;
    const fitting =
      earlier !== undefined && ids.has(earlier)
        ? earlier
        : known.find((one) => one.kind === kind && (one.name === name || one.id === name))?.id;
    if (fitting !== undefined) bindings.set(name, fitting);
  }
  return Object.fromEntries(bindings);
}
