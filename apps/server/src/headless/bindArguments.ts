import { connectionKind } from '@syncline/connectors';
import type { FlowDocument } from '@syncline/model';
import type { Store } from '@syncline/store';
import { splitConfig } from '../connections/configParts.ts';
import { bindConnections, type KnownConnection } from '../flows/bindConnections.ts';
import type { NodeTypes } from '../flows/nodeTypes.ts';
import { ArgumentError } from './argumentError.ts';

type Connections = Pick<Store['connections'], 'list' | 'insert' | 'update'>;
type Types = Pick<NodeTypes, 'definition'>;

/** Connections made of addresses on a command line are told by it, so that they are never taken for a user's own. */
const madeHere = 'cli ';

/**
 * What each connection name of a document means when it runs from the command line: what was given, else the connection
 * of that name, else the only one of its kind. A name nothing fits stays unbound, and the compiler says so.
 *
 * @returns logical name -> connection id.
 * @throws ArgumentError naming the binding.
 */
export async function bindArguments(
  { connections, nodeTypes }: { connections: Connections; nodeTypes: Types },
  document: FlowDocument,
  given: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const kinds = kindsOf(document, nodeTypes);
  const wanted: Record<string, string> = {};
  for (const [name, text] of Object.entries(given)) {
    if (!kinds.has(name)) throw refuse(name, noSuchName(kinds));
    wanted[name] = await chooseConnection(connections, name, text);
  }
  const known = await connections.list();
  const own = known.filter(({ name }) => !name.startsWith(madeHere));
  const onlyOnes = [...kinds].flatMap(([name, kind]) => {
    const [first, second] = own.filter((one) => one.kind === kind);
    return first && !second ? [[name, first.id] as const] : [];
  });
  return { ...Object.fromEntries(onlyOnes), ...bindConnections(document, known, nodeTypes, wanted) };
}

/** Kind of connection behind each name a document uses. */
function kindsOf(document: FlowDocument, nodeTypes: Types): Map<string, string | undefined> {
  return new Map(
    Object.values(document.nodes).flatMap(({ type, connection }) =>
      connection === undefined ? [] : [[connection, nodeTypes.definition(type)?.connection?.kind] as const],
    ),
  );
}

const noSuchName = (kinds: ReadonlyMap<string, unknown>) =>
  kinds.size === 0
    ? 'the document uses no connection.'
    : `the document has no connection of this name. It has: ${[...kinds.keys()].join(', ')}.`;

async function chooseConnection(connections: Connections, name: string, text: string): Promise<string> {
  const known = await connections.list();
  const kind = /^postgres(ql)?:\/\//.test(text) ? 'postgres' : /^https?:\/\//.test(text) ? 'http' : null;
  if (kind !== null) return keepAddress(connections, known, { name, kind, address: text });
  const existing = known.find((one) => one.id === text || one.name === text);
  if (existing) return existing.id;
  throw refuse(
    name,
    `there is no connection named "${text}". Give a name, or an address such as postgres://user:password@host/database.`,
  );
}

interface Address {
  name: string;
  kind: 'postgres' | 'http';
  address: string;
}

/** One connection per address, so that a flow bound to another system is another flow with its own ledger. */
async function keepAddress(
  connections: Connections,
  known: readonly KnownConnection[],
  { name, kind, address }: Address,
): Promise<string> {
  const definition = connectionKind(kind);
  if (!definition || !URL.canParse(address))
    throw refuse(name, 'this is no address. In a password, write @ as %40, / as %2F and # as %23.');
  const parts = splitConfig(definition, kind === 'postgres' ? { url: address } : { baseUrl: address });
  const { protocol, username, host, pathname } = new URL(address);
  const user = username === '' ? '' : `${username}@`;
  const label = `${madeHere}${kind === 'http' ? `${protocol}//` : ''}${user}${host}${pathname}`.slice(0, 120);
  const before = known.find((one) => one.name === label && one.kind === kind);
  if (before) return (await connections.update(before.id, { name: label, ...parts })).id;
  return (await connections.insert({ name: label, kind, ...parts })).id;
}

const refuse = (name: string, what: string) => new ArgumentError(`--bind ${name}: ${what}`);
