import type { Pool } from 'pg';
import { partitioned } from './partitionHealth.ts';

export interface Retention {
  logDays: number;
  eventDays: number;
}

export const defaultRetention: Retention = { logDays: 30, eventDays: 90 };

/**
 * Detaches and drops days that are over. Detaching `concurrently` does not stop readers and writers of other days; one
 * that was left half detached by a crash is taken up again. @returns names of what was dropped.
 */
export async function dropOldPartitions(
  pool: Pool,
  retention: Retention = defaultRetention,
): Promise<string[]> {
  const dropped: string[] = [];
  for (const parent of partitioned) {
    const days = parent === 'run_log' ? retention.logDays : retention.eventDays;
    for (const { name, pending } of await listOld(pool, parent, days)) {
      const how = pending ? 'finalize' : 'concurrently';
      await pool.query(`alter table syncline.${parent} detach partition syncline.${name} ${how}`);
      await pool.query(`drop table syncline.${name}`);
      dropped.push(name);
    }
  }
  return dropped;
}

async function listOld(
  pool: Pool,
  parent: string,
  days: number,
): Promise<{ name: string; pending: boolean }[]> {
  const found = await pool.query<{ name: string; pending: boolean }>(
    `select child.relname as name, inhdetachpending as pending
      from pg_inherits join pg_class as child on child.oid = inhrelid
      where inhparent = to_regclass('syncline.' || $1) and child.relname ~ ('^' || $1 || '_\\d{8}$')
        and to_date(right(child.relname, 8), 'YYYYMMDD') < (now() at time zone 'UTC')::date - $2::integer
      order by 1`,
    [parent, days],
  );
  return found.rows;
}
