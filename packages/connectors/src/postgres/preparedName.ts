import type { ClientBase } from 'pg';

/** Beyond so many a connection keeps no more: records whose fields come and go make a statement each. */
const mostKept = 64;

const namesOf = new WeakMap<ClientBase, Map<string, string>>();

/**
 * Name under which a connection keeps a statement ready, so that the server plans it once and not for every batch.
 *
 * @returns nothing to spread when the connection keeps enough of them.
 */
export function preparedName(client: ClientBase, text: string): { name?: string } {
  const names = namesOf.get(client) ?? new Map<string, string>();
  namesOf.set(client, names);
  const known = names.get(text);
  if (known !== undefined) return { name: known };
  if (names.size >= mostKept) return {};
  const name = `syncline_${names.size + 1}`;
  names.set(text, name);
  return { name };
}
