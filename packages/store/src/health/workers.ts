import type { Queryable } from '../database/queryable.ts';

export interface WorkerBeat {
  id: string;
  host: string;
  role: 'web' | 'worker' | 'all';
}

/** A process says that it is up. Call it every few seconds. */
export async function beat(db: Queryable, worker: WorkerBeat): Promise<void> {
  await db.query({
    name: 'beat',
    text: `insert into syncline.worker (id, host, pid, role) values ($1, $2, $3, $4)
      on conflict (id) do update set seen_at = now()`,
    values: [worker.id, worker.host, process.pid, worker.role],
  });
}

/** A process says that it goes. */
export async function leave(db: Queryable, id: string): Promise<void> {
  await db.query({ text: 'delete from syncline.worker where id = $1', values: [id] });
}
