import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import type { Pool } from 'pg';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Any number that nothing else in this database locks. */
const migrationLock = 7_246_305_118;

/**
 * Brings the schema up to date. Several processes may call it at once: one works, the others wait and find it done.
 *
 * @throws Error when the server is older than PostgreSQL 15.
 */
export async function migrate(pool: Pool, onProgress: (line: string) => void = () => {}): Promise<void> {
  const client = await pool.connect();
  try {
    const found = await client.query<{ v: string }>("select current_setting('server_version_num') as v");
    if (Number(found.rows[0]?.v) < 150_000)
      throw new Error(
        'The database is older than PostgreSQL 15. Point DATABASE_URL at PostgreSQL 15 or newer.',
      );
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const began = Date.now();
    await runMigrations(drizzle(client), {
      migrationsFolder,
      migrationsSchema: 'syncline',
      migrationsTable: 'migration',
    });
    onProgress(`Database schema ready in ${Date.now() - began} ms`);
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => {});
    client.release();
  }
}
