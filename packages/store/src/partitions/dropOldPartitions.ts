import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { partitioned } from './partitionHealth.ts';

export interface Retention {
  logDays: number;
  eventDays: number;
}

const defaultRetention: Retention = { logDays: 30, eventDays: 90 };

/**
 * Drops days that are over. The drop needs the table for itself for an instant; when it does not get it within two
 * seconds it gives up, so that nobody queues behind it, and the next call tries again. (Detaching concurrently would not
 * wait, but PostgreSQL refuses that beside a default partition.) @returns names of what was dropped.
 */
export async function dropOldPartitions(
  pool: Pool,
  retention: Retention = defaultRetention,
): Promise<string[]> {
  const dropped: string[] = [];
  for (const parent of partitioned) {
    const days = parent === 'run_log' ? retention.logDays : retention.eventDays;
    for (const name of await listOld(pool, parent, days)) {
      if (await dropPartition(pool, name)) dropped.push(name);
    }
  }
  return dropped;
}

async function dropPartition(pool: Pool, name: string): Promise<boolean> {
  try {
    await inTransaction(pool, async (db) => {
      await db.query(`set local lock_timeout = '2s'`);
      await db.query(`drop table if exists syncline.${name}`);
    });
    return true;
  } catch (error) {
    const lockNotAvailable = '55P03';
    if (error instanceof Error && Reflect.get(error, 'code') === lockNotAvailable) return false;
    throw error;
  }
}

async function listOld(pool: Pool, parent: string, days: number): Promise<string[]> {
  const found = await pool.query<{ name: string }>(
    `select child.relname as name from pg_inherits join pg_class as child on child.oid = inhrelid
      where inhparent = to_regclass('syncline.' || $1) and child.relname ~ ('^' || $1 || '_\\d{8}$')
        and to_date(right(child.relname, 8), 'YYYYMMDD') < (now() at time zone 'UTC')::date - $2::integer
      order by 1`,
    [parent, days],
  );
  return found.rows.map(({ name }) => name);
}
