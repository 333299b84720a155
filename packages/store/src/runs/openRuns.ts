import type { RunPart } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { type RunPartRow, runPartColumns, runPartOf } from './runPartRow.ts';
import { heldBackfill } from './unfinished.ts';

// A paused run comes back when a person resumes the flow, which puts it into the queue again.
const text = `
  select ${runPartColumns}
  from syncline.run_part
  join syncline.run on run.id = run_part.run_id
  left join syncline.cursor on cursor.flow_id = run.flow_id and cursor.node = run.feeder
  where run_part.flow_id = $1 and run_part.part = $2
    and run_part.status in ('queued', 'running', 'backoff', 'paused')
    and run_part.status <> 'paused'
    and (run_part.status <> 'backoff' or run_part.resumes_at <= now())
    and not (run.kind = 'backfill' and ${heldBackfill('run.id')})
  order by run_part.run_id`;

/** Runs this part may work on now, oldest first. */
export async function openRuns(db: Queryable, flowId: string, part: number): Promise<RunPart[]> {
  const found = await db.query<RunPartRow>({ name: 'open-runs', text, values: [flowId, part] });
  return found.rows.map(runPartOf);
}
