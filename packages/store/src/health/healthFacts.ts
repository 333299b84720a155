import { pausedBy } from '../connections/connectionRow.ts';
import type { Queryable } from '../database/queryable.ts';
import { queueName } from '../jobs/queue.ts';
import { type PartitionHealth, partitionHealth } from '../partitions/partitionHealth.ts';

export interface HealthFacts {
  /** Processes heard of in the last 15 seconds. */
  workers: { id: string; host: string; pid: number; role: string; seenAt: string }[];
  /** Events not yet worked off (counted up to 100,000), and the age of the oldest of a live flow in seconds. */
  inbox: { waiting: number; oldestSeconds: number };
  /** Live schedules whose slot passed more than a minute ago. */
  lateSchedules: number;
  jobs: { waiting: number; active: number };
  openDeadLetters: number;
  /** Connections that were refused and keep flows paused. */
  refusedConnections: number;
  databaseBytes: number;
  partitions: PartitionHealth;
}

const text = `
  select (
    select coalesce(json_agg(json_build_object('id', id, 'host', host, 'pid', pid, 'role', role, 'seenAt', seen_at)
      order by started_at), '[]')
    from syncline.worker where seen_at > now() - interval '15 seconds'
  ) as workers, (
    select count(*) from (select from syncline.inbox limit 100000) as waiting
  ) as waiting, (
    select coalesce(extract(epoch from now() - min(oldest.received_at)), 0)::float8
    from syncline.flow, lateral (
      select received_at from syncline.inbox where flow_id = flow.id order by id limit 1
    ) as oldest
    where flow.desired = 'live'
  ) as oldest, (
    select count(*) from syncline.schedule join syncline.flow on flow.id = schedule.flow_id
    where enabled and flow.desired = 'live' and next_slot < now() - interval '1 minute'
  ) as late, (
    select count(*) from pgboss.job where name = '${queueName}' and state < 'active'
  ) as jobs_waiting, (
    select count(*) from pgboss.job where name = '${queueName}' and state = 'active'
  ) as jobs_active, (
    select count(*) from (select from syncline.dead_letter where state = 'open' limit 100000) as open
  ) as letters, (
    select count(*) from syncline.connection where exists (select from syncline.flow where ${pausedBy('connection.id')})
  ) as refused, pg_database_size(current_database()) as bytes`;

interface FactsRow {
  workers: HealthFacts['workers'];
  waiting: number;
  oldest: number;
  late: number;
  jobs_waiting: number;
  jobs_active: number;
  letters: number;
  refused: number;
  bytes: number;
}

/** What the health page and the metrics need, in two statements. */
export async function healthFacts(db: Queryable): Promise<HealthFacts> {
  const found = await db.query<FactsRow>({ name: 'health-facts', text });
  const row = found.rows[0];
  return {
    workers: row?.workers ?? [],
    inbox: { waiting: row?.waiting ?? 0, oldestSeconds: row?.oldest ?? 0 },
    lateSchedules: row?.late ?? 0,
    jobs: { waiting: row?.jobs_waiting ?? 0, active: row?.jobs_active ?? 0 },
    openDeadLetters: row?.letters ?? 0,
    refusedConnections: row?.refused ?? 0,
    databaseBytes: row?.bytes ?? 0,
    partitions: await partitionHealth(db),
  };
}
