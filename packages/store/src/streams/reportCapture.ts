import type { CaptureLease, StreamPort } from '@syncline/engine';
import type { Pool } from 'pg';
import { pauseUsers } from '../connections/pauseUsers.ts';
import { cleanText } from '../database/cleanText.ts';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';

// A problem stops the flow when it is new. Resuming a flow forgets its problems, so one that is still there stops it again.
const text = `
  with before as (
    select problem_code from syncline.stream where ${captureHeld} for update
  ), told as (
    update syncline.stream set lag_bytes = $5, problem_code = $6, problem_message = $7, updated_at = now()
    from before where ${captureHeld} returning flow_id
  ), paused as (
    update syncline.flow set desired = 'paused', pause_reason = $8, pause_message = $7, pause_detail = null,
      updated_at = now()
    from told, before
    where flow.id = told.flow_id and desired = 'live' and $8 <> 'auth' and before.problem_code is distinct from $6
  )
  select before.problem_code is distinct from $6 as is_news, (
    select step ->> 'connection' from syncline.flow
    join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
    cross join json_array_elements(flow_version.plan -> 'steps') as step
    where flow.id = $1 and step ->> 'node' = $2
  ) as connection
  from before`;

/** How the capture stands. A problem a person has to solve stops the flow; capture goes on trying. */
export async function reportCapture(
  pool: Pool,
  lease: CaptureLease,
  { lagBytes, problem }: Parameters<StreamPort['report']>[1],
): Promise<void> {
  const pause = problem?.pause ?? null;
  const report = async (db: Queryable) => {
    const found = await db.query<{ is_news: boolean; connection: string | null }>({
      name: 'report-capture',
      text,
      values: [
        ...captureValues(lease),
        lagBytes,
        problem?.code ?? null,
        problem === null ? null : cleanText(problem.message),
        pause,
      ],
    });
    const row = found.rows[0];
    if (row === undefined) throw new CaptureFencedError(lease);
    if (row.is_news && pause !== null) await tellWorkers(db, lease.flowId);
    return row;
  };
  if (pause !== 'auth') return void (await report(pool));
  await inTransaction(pool, async (db) => {
    const { is_news, connection } = await report(db);
    if (is_news) await pauseUsers(db, lease.flowId, { connection: connection ?? '' }, problem?.message ?? '');
  });
}
