import { FencedError, type Lease, type RunPart } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';
import { type RunPartRow, runPartColumns, runPartOf } from './runPartRow.ts';
import { unfinished } from './unfinished.ts';

const find = `
  select ${runPartColumns}
  from syncline.run
  join syncline.run_part on run_part.run_id = run.id
  left join syncline.cursor on cursor.flow_id = run.flow_id and cursor.node = run.feeder
  where run.flow_id = $1 and run.rolling_part = $2 and run.feeder = $3 and run.version = $4 and run.kind = $5
    and run.status in ${unfinished}`;

const open = `
  with ${fence}, opened as (
    insert into syncline.run (flow_id, version, feeder, feeder_title, kind, started_by, status, started_at, rolling_part,
      begun, workers)
    select $1, $6, $5, coalesce((
      select titles ->> $5 from syncline.flow_version where flow_id = $1 and n = $6
    ), $5), $8, case when $8 = 'live' then 'trigger' else 'sync' end, 'running', now(), $2, true, array[$7]
    from lease
    on conflict do nothing
    returning id
  ), part_opened as (
    insert into syncline.run_part (run_id, part, flow_id, status) select id, $2, $1, 'running' from opened
  )
  select exists (select from lease) as held`;

/** The run that groups the events of a trigger: the one under way, or a new one. */
export async function openRollingRun(
  db: Queryable,
  lease: Lease,
  feeder: string,
  version: number,
  worker: string,
  kind: 'live' | 'release',
): Promise<RunPart> {
  const opened = await db.query<{ held: boolean }>({
    name: 'open-rolling-run',
    text: open,
    values: [...leaseValues(lease), feeder, version, worker, kind],
  });
  if (opened.rows[0]?.held !== true) throw new FencedError(lease);
  const found = await db.query<RunPartRow>({
    name: 'find-rolling-run',
    text: find,
    values: [lease.flowId, lease.part, feeder, version, kind],
  });
  const row = found.rows[0];
  if (row === undefined) throw new Error(`the rolling run of ${feeder} was ended by someone else`);
  return runPartOf(row);
}
