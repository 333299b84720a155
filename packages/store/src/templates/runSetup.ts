import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';

/** Runs the statements a shipped template brings for its sample tables, all or none. Never hand it anyone else's words. */
export async function runSetup(pool: Pool, statements: readonly string[]): Promise<void> {
  await inTransaction(pool, async (db) => {
    for (const text of statements) await db.query({ text });
  });
}
