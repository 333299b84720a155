import type { Store } from '@syncline/store';

/** Ids of the connections Syncline brings itself; templates name them. */
export const builtIn = { database: 'database', demoReceiver: 'demo-receiver' } as const;

/**
 * Makes or updates the built-in connections: their addresses may change with every start. The database's address holds
 * its password, so all of it is kept as a secret.
 *
 * @param demoUrl null where no demo runs (a worker): what is stored then stays.
 */
export async function ensureBuiltIns(
  connections: Pick<Store['connections'], 'list' | 'insert' | 'update' | 'openConfig'>,
  databaseUrl: string,
  demoUrl: string | null,
): Promise<void> {
  const known = new Set((await connections.list()).map(({ id }) => id));
  const ensure = async (id: string, name: string, kind: string, parts: Parts) => {
    if (!known.has(id)) await connections.insert({ id, name, kind, ...parts, builtIn: true });
    else if (!(await isSame(id, parts))) await connections.update(id, { name, ...parts });
  };
  const isSame = async (id: string, parts: Parts) => {
    const config = (await connections.openConfig(id))?.config ?? {};
    return Object.entries({ ...parts.config, ...parts.secrets }).every(
      ([name, value]) => config[name] === value,
    );
  };
  await ensure(builtIn.database, 'Built-in database', 'postgres', {
    config: {},
    secrets: { url: connectorUrl(databaseUrl) },
  });
  if (demoUrl !== null)
    await ensure(builtIn.demoReceiver, 'Demo receiver', 'http', {
      config: { baseUrl: demoUrl },
      secrets: {},
    });
}

interface Parts {
  config: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

/** The connector takes no parameter of an address but `sslmode`; the others concern only our own pool. */
function connectorUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  for (const name of [...url.searchParams.keys()]) if (name !== 'sslmode') url.searchParams.delete(name);
  return url.href;
}
