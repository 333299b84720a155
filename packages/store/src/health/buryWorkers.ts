import type { PartJob } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import { isAlive } from '../embedded/processes.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { queueName } from '../jobs/queue.ts';

// A lease keeps its owner, by which the next one knows of the crash. Jobs of parts that nobody else holds go too: until
// their heartbeat is overdue they would hold the parts back for longer than the leases would have. Should one of them be
// in the hands of somebody who lives and has just fetched it, the new job does the same work.
const text = `
  with dead as (
    delete from syncline.worker where id = any ($1) returning id
  ), parts as (
    update syncline.flow_part set until = clock_timestamp()
    from dead where owner = dead.id and until > clock_timestamp()
    returning flow_id, part
  ), captures as (
    update syncline.stream set until = clock_timestamp()
    from dead where owner = dead.id and until > clock_timestamp()
  ), jobs as (
    delete from pgboss.job
    where name = '${queueName}' and state = 'active' and not exists (
      select from syncline.flow_part
      where flow_id || ':' || part = group_id and owner <> all ($1) and until > clock_timestamp()
    )
    returning data ->> 'flowId' as flow_id, (data ->> 'part')::int as part
  )
  select flow_id as "flowId", part from parts union select flow_id, part from jobs`;

/**
 * Ends the leases of processes of this machine that are gone without a word, so that others go on at once instead of when
 * the leases' time is over. Only processes that certainly are no more count: one that hangs keeps its leases until their end.
 *
 * @param host the machine as processes named it in their beats; ids of processes mean nothing anywhere else.
 * @returns ids of the workers that were gone.
 */
export async function buryWorkers(pool: Pool, boss: PgBoss, host: string): Promise<string[]> {
  const found = await pool.query<{ id: string; pid: number }>({
    name: 'workers-of-host',
    text: 'select id, pid from syncline.worker where host = $1',
    values: [host],
  });
  const dead = found.rows.filter(({ pid }) => !isAlive(pid)).map(({ id }) => id);
  if (dead.length === 0) return [];
  await inTransaction(pool, async (db) => {
    const parts = await db.query<PartJob>({ name: 'bury-workers', text, values: [dead] });
    await enqueueParts(boss, db, parts.rows);
  });
  return dead;
}
