import type { StreamPort } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Cipher } from './cipher.ts';
import { openConfigs } from './connections/openConfig.ts';
import { createEnginePorts, type StorePorts } from './createEnginePorts.ts';
import { migrate } from './database/migrate.ts';
import { openPool } from './database/openPool.ts';
import { withInstallLock } from './database/withInstallLock.ts';
import type { ResolveConnections } from './flows/loadActiveFlow.ts';
import { listenForWork } from './jobs/listenForWork.ts';
import { startQueue } from './jobs/queue.ts';
import { createOperations, type Operations } from './operations.ts';
import { ensurePartitions } from './partitions/ensurePartitions.ts';
import { createStreamPort } from './streams/createStreamPort.ts';

export interface StoreOptions {
  url: string;
  cipher: Cipher;
  /** Makes a stored config fit for its connector; default: as it is, with secrets in clear. */
  parseConnection?: (kind: string, config: Record<string, unknown>) => Record<string, unknown>;
  /** Connections to the database; default 12. */
  poolSize?: number;
  onProgress?: (line: string) => void;
  /** Errors nobody waits for: a lost connection, a failed heartbeat. Default: nothing. */
  onError?: (error: Error) => void;
}

/** State of Syncline. Close it before the database. */
export interface Store extends Operations {
  ports: StorePorts;
  /** For the capture loop; what people see and steer of streams is in `feeders`. */
  streams: StreamPort;
  close(): Promise<void>;
}

/**
 * Connects, brings the schema up to date and starts the job queue.
 *
 * @throws Error when the database can't be reached or is too old.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const onError = options.onError ?? (() => {});
  const pool = openPool(options.url, options.poolSize ?? 12, onError);
  let boss: PgBoss | undefined;
  try {
    // The queue installs its own schema and can't do that twice at once either.
    boss = await withInstallLock(pool, async (client) => {
      await migrate(client, options.onProgress);
      await ensurePartitions(client);
      return startQueue(pool, onError);
    });
    return assemble(options, pool, boss, onError);
  } catch (error) {
    await boss?.stop({ graceful: false });
    await pool.end();
    throw error;
  }
}

function assemble(options: StoreOptions, pool: Pool, boss: PgBoss, onError: (error: Error) => void): Store {
  const { cipher, url } = options;
  const listener = listenForWork(url, onError);
  const resolveConnections = connectionResolver(pool, cipher, options.parseConnection);
  return {
    ...createOperations(pool, boss, cipher),
    streams: createStreamPort(pool, boss, resolveConnections),
    ports: createEnginePorts({ pool, boss, listener, cipher, resolveConnections, onError }),
    async close() {
      await listener.close();
      await boss.stop({ graceful: false, close: false });
      await pool.end();
    },
  };
}

function connectionResolver(
  pool: Pool,
  cipher: Cipher,
  parse: StoreOptions['parseConnection'] = (_, config) => config,
): ResolveConnections {
  return async (bindings) => {
    const found = await openConfigs(pool, cipher, [...new Set(Object.values(bindings))]);
    const resolved: Record<string, Record<string, unknown>> = {};
    for (const [name, id] of Object.entries(bindings)) {
      const connection = found.get(id);
      if (connection !== undefined) resolved[name] = parse(connection.kind, connection.config);
    }
    return resolved;
  };
}
