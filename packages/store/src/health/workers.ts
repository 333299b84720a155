import type { Queryable } from '../database/queryable.ts';

export interface WorkerBeat {
  id: string;
  host: string;
  role: 'web' | 'worker' | 'all';
}

/** How many other processes are up. */
export interface OtherProcesses {
  /** Those that only answer people. */
  web: number;
  /** Those that run flows, whatever else they do. */
  working: number;
}

/** A process says that it is up. Call it every few seconds. */
export async function beat(db: Queryable, worker: WorkerBeat): Promise<OtherProcesses> {
  const { rows } = await db.query<OtherProcesses>({
    name: 'beat',
    text: `with own as (
        insert into syncline.worker (id, host, pid, role) values ($1, $2, $3, $4)
        on conflict (id) do update set seen_at = now()
      )
      select count(*) filter (where role = 'web')::int as web, count(*) filter (where role <> 'web')::int as working
      from syncline.worker where id <> $1 and seen_at > now() - interval '20 seconds'`,
    values: [worker.id, worker.host, process.pid, worker.role],
  });
  return rows[0] ?? { web: 0, working: 0 };
}

/** A process says that it goes. */
export async function leave(db: Queryable, id: string): Promise<void> {
  await db.query({ text: 'delete from syncline.worker where id = $1', values: [id] });
}
