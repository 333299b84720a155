import { FencedError, type Lease } from '@syncline/engine';
import type { ReadWindow } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';
import { unfinished } from './unfinished.ts';

const text = `
  with ${fence}, begun as (
    update syncline.run set
      status = 'running', started_at = coalesce(started_at, now()), resumes_at = null, begun = true,
      "window" = case
        when begun then "window"
        when kind = 'read' and not full_read and exists (
          select from syncline.cursor
          where cursor.flow_id = run.flow_id and cursor.node = run.feeder and cursor.from_now
        ) then $9::json
        else $6::json end,
      high = case when begun then high else $8::json end,
      workers = case when $7 = any (workers) then workers else array_append(workers, $7) end
    from lease where id = $5 and status in ${unfinished}
    returning id, "window"
  ), part_begun as (
    update syncline.run_part set status = 'running', resumes_at = null
    from begun where run_id = begun.id and part = $2 and run_part.status in ${unfinished}
  )
  select exists (select from lease) as held, exists (select from begun) as begun, (select "window" from begun) as "window"`;

/** Starts (or goes on with) a run. The first part to come fixes the window, the others get that one. */
export async function beginRun(
  db: Queryable,
  lease: Lease,
  runId: string,
  window: ReadWindow | null,
  worker: string,
): Promise<ReadWindow | null> {
  const found = await db.query<{ held: boolean; begun: boolean; window: ReadWindow | null }>({
    name: 'begin-run',
    text,
    values: [
      ...leaseValues(lease),
      runId,
      window === null ? null : JSON.stringify(window),
      worker,
      window === null ? null : JSON.stringify(window.high),
      // Where a feeder goes on from now its next window is empty: only the source can say what "now" is.
      window === null ? null : JSON.stringify({ low: window.high, high: window.high }),
    ],
  });
  const row = found.rows[0];
  if (row?.held !== true) throw new FencedError(lease);
  if (!row.begun) throw new Error(`run ${runId} has ended, so it can't begin`);
  return row.window;
}
