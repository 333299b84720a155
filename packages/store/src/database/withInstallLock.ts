import type { Pool, PoolClient } from 'pg';

/** Any number that nothing else in this database locks. */
const installLock = 7_246_305_118;

/** Runs the work while no other process installs or upgrades anything in this database. */
export async function withInstallLock<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('select pg_advisory_lock($1)', [installLock]);
    return await work(client);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [installLock]).catch((error: unknown) => {
      // The lock goes with the connection, so the connection must go.
      broken = error instanceof Error ? error : new Error(String(error));
    });
    client.release(broken);
  }
}
