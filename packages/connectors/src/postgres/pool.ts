import { createHash } from 'node:crypto';
import type { ConnectorContext } from '@syncline/model';
import { type ClientBase, Pool, type PoolClient } from 'pg';
import { type PostgresSettings, readSettings } from './connection.ts';
import { isServerError } from './failures.ts';

const maxPools = 16;
const cancelGraceMs = 500;

// Keyed by what a connection says, so that an edited connection gets a pool of its own. Insertion order = last use.
const pools = new Map<string, Pool>();
const backendPids = new WeakMap<ClientBase, number>();

/** Same text for the same server, database and user; holds no secret in clear. */
export function connectionKey(settings: PostgresSettings): string {
  const known = keys.get(settings);
  if (known !== undefined) return known;
  const key = createHash('sha256').update(JSON.stringify(settings)).digest('base64url');
  keys.set(settings, key);
  return key;
}

const keys = new WeakMap<PostgresSettings, string>();

function poolFor(settings: PostgresSettings): Pool {
  const key = connectionKey(settings);
  const pool = pools.get(key) ?? openPool(settings);
  pools.delete(key);
  pools.set(key, pool);
  if (pools.size > maxPools) {
    const [oldest] = pools;
    if (oldest) {
      pools.delete(oldest[0]);
      oldest[1].end().catch(() => {});
    }
  }
  return pool;
}

/** Where and how any connection to this database is opened. */
export const clientSettings = (settings: PostgresSettings) => ({
  host: settings.host,
  port: settings.port,
  database: settings.database,
  user: settings.user,
  password: settings.password,
  ssl: settings.ssl === 'off' ? false : { rejectUnauthorized: settings.ssl === 'verify' },
  application_name: 'syncline',
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
});

export function openPool(settings: PostgresSettings): Pool {
  const pool = new Pool({
    ...clientSettings(settings),
    max: 8,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    onConnect: (client) => prepareSession(client, settings.schema),
  });
  // An idle connection that breaks is simply replaced at the next use.
  pool.on('error', () => {});
  // Nor has one anybody else to tell that is given up and still says goodbye. Without an ear the process would end.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * One form of text for every value, whatever the server's settings are; limits, so that nothing hangs for good. One text
 * without parameters, which is all that a connection for replication takes.
 */
export async function prepareSession(client: ClientBase, schema: string | null): Promise<void> {
  const path = schema === null ? '' : `quote_ident(${client.escapeLiteral(schema)}) || ', ' || `;
  const found = await client.query<{ pid: number }>(
    `select pg_backend_pid() as pid, set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, YMD', false),
       set_config('IntervalStyle', 'iso_8601', false), set_config('bytea_output', 'hex', false),
       set_config('extra_float_digits', '1', false), set_config('statement_timeout', '300s', false),
       set_config('lock_timeout', '30s', false), set_config('idle_in_transaction_session_timeout', '60s', false),
       set_config('search_path', ${path}current_setting('search_path'), false)`,
  );
  const pid = found.rows[0]?.pid;
  if (pid !== undefined) backendPids.set(client, pid);
}

/**
 * Runs `use` with a connection of the pool. An abort cancels the statement on the server, and cuts the connection when
 * that does not help. A connection that broke, or was left inside a transaction, is not used again.
 */
export async function withClient<T>(
  context: ConnectorContext,
  use: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const pool = poolFor(readSettings(context));
  context.signal.throwIfAborted();
  const client = await connect(pool, context.signal);
  let cut: NodeJS.Timeout | undefined;
  const stop = () => {
    const pid = backendPids.get(client);
    if (pid !== undefined) pool.query('select pg_cancel_backend($1)', [pid]).catch(() => {});
    cut = setTimeout(() => client.connection.stream.destroy(), cancelGraceMs);
  };
  context.signal.addEventListener('abort', stop, { once: true });
  let broken = false;
  // A connection that breaks between two statements reports it here; the next statement then fails and tells us.
  const onError = () => {
    broken = true;
  };
  client.on('error', onError);
  try {
    return await use(client);
  } catch (thrown) {
    broken ||= !isServerError(thrown);
    context.signal.throwIfAborted();
    throw thrown;
  } finally {
    context.signal.removeEventListener('abort', stop);
    clearTimeout(cut);
    client.removeListener('error', onError);
    client.release(broken || context.signal.aborted || client.getTransactionStatus() !== 'I');
  }
}

function connect(pool: Pool, signal: AbortSignal): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    pool.connect().then(
      (client) => {
        signal.removeEventListener('abort', stop);
        if (signal.aborted) client.release();
        else resolve(client);
      },
      (thrown: unknown) => {
        signal.removeEventListener('abort', stop);
        reject(thrown);
      },
    );
  });
}
