import type { PartJob } from '@syncline/engine';
import type { Pool } from 'pg';
import { type Db, PgBoss } from 'pg-boss';
import type { Queryable } from '../database/queryable.ts';

/** The one queue there is. A job says "there is work for this part", never what the work is. */
export const queueName = 'part';

/**
 * pg-boss on our pool. `short` lets one job per key wait; fetching with a group concurrency of one lets one per part be
 * active. Its `stately` policy would promise both, but a waiting job whose key is active makes every fetch fail on the
 * index until the queue's cache is refreshed, which holds up all other parts. See ARCHITECTURE.md.
 */
export async function startQueue(pool: Pool, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    db: dbOf(pool),
    schema: 'pgboss',
    schedule: false,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 600,
    flowIntervalSeconds: 3600,
    monitorVacuum: false,
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(queueName, { policy: 'short', ...queueOptions });
  await boss.updateQueue(queueName, queueOptions);
  return boss;
}

const queueOptions = {
  heartbeatSeconds: 10,
  // A living worker may keep a part for long; a dead one is known by its missing heartbeat.
  expireInSeconds: 23 * 3600,
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 30,
  retentionSeconds: 30 * 24 * 3600,
  deleteAfterSeconds: 3600,
};

/** What pg-boss needs of a connection: lets it write inside our transaction. */
export function dbOf(db: Queryable): Db {
  return { executeSql: (text, values) => db.query({ text, values: values ?? [] }) };
}

/** @example partName({ flowId: 'f1', part: 0 }) // 'f1:0' */
export function partName(job: PartJob): string {
  return `${job.flowId}:${job.part}`;
}
