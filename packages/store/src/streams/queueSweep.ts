import type { StartedBy } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { insertRun } from '../runs/insertRun.ts';

const waiting = `
  select id::text from syncline.run
  where flow_id = $1 and feeder = $2 and kind = 'sweep' and status = 'queued' and not begun limit 1`;

/**
 * Queues a sweep of a stream unless one waits that has not begun to read: that one will see all there is now.
 *
 * @returns its run, null when the flow has no published version.
 */
export async function queueSweep(
  db: Queryable,
  flowId: string,
  node: string,
  startedBy: StartedBy = 'sync',
): Promise<string | null> {
  const found = await db.query<{ id: string }>({
    name: 'find-waiting-sweep',
    text: waiting,
    values: [flowId, node],
  });
  const [there] = found.rows;
  if (there !== undefined) return there.id;
  return insertRun(db, {
    flowId,
    feeder: node,
    kind: 'sweep',
    startedBy,
    status: 'queued',
    reason: null,
    note: null,
    slot: null,
    full: true,
  });
}
