import { fileURLToPath } from 'node:url';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import type { PoolClient } from 'pg';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the schema up to date; to be called under the install lock. drizzle-kit writes the migrations and drizzle reads
 * them; running them is done here, because drizzle's own runner loads its whole query builder (1.5 s and 240 MB
 * measured), which nothing else at run time needs.
 *
 * @throws Error when the server is older than PostgreSQL 15, or was brought further by a newer Syncline.
 */
export async function migrate(
  client: PoolClient,
  onProgress: (line: string) => void = () => {},
): Promise<void> {
  const found = await client.query<{ v: string }>("select current_setting('server_version_num') as v");
  if (Number(found.rows[0]?.v) < 150_000)
    throw new Error(
      'The database is older than PostgreSQL 15. Point DATABASE_URL at PostgreSQL 15 or newer.',
    );
  const began = Date.now();
  const done = await runMigrations(client, readMigrationFiles({ migrationsFolder }));
  if (done > 0) onProgress(`Database schema brought up to date in ${Date.now() - began} ms`);
}

/** All that are missing, in one transaction. @returns how many were run. */
async function runMigrations(client: PoolClient, migrations: MigrationMeta[]): Promise<number> {
  await client.query(`
    create schema if not exists syncline;
    create table if not exists syncline.migration (id serial primary key, hash text not null, created_at bigint)`);
  const found = await client.query<{ last: number }>(
    'select coalesce(max(created_at), 0) as last from syncline.migration',
  );
  const last = found.rows[0]?.last ?? 0;
  if (last > Math.max(...migrations.map(({ folderMillis }) => folderMillis)))
    throw new Error(
      'The database was brought up to date by a newer Syncline. Start that version or a newer one.',
    );
  const missing = migrations.filter(({ folderMillis }) => folderMillis > last);
  await client.query('begin');
  try {
    for (const { sql, hash, folderMillis } of missing) {
      for (const statement of sql) await client.query(statement);
      await client.query('insert into syncline.migration (hash, created_at) values ($1, $2)', [
        hash,
        folderMillis,
      ]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return missing.length;
}
