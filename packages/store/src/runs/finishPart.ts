import { FencedError, type Lease, type RunEnd } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { createBindings } from '../database/bindings.ts';
import { cleanTextOrNull } from '../database/cleanText.ts';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';
import { forgetSeen } from '../sweeps/forgetSeen.ts';
import { endRun } from './endRun.ts';
import { unfinished } from './unfinished.ts';
import { writeSpansStep } from './writeSpans.ts';

/**
 * Ends one part. The run's row is locked first, so of two parts ending together the second sees the first, and exactly
 * one of them ends the run.
 */
export async function finishPart(
  pool: Pool,
  boss: PgBoss,
  lease: Lease,
  runId: string,
  end: RunEnd,
): Promise<boolean> {
  const ended = await inTransaction(pool, async (db) => {
    await db.query({
      name: 'lock-run',
      text: 'select 1 from syncline.run where id = $1 for update',
      values: [runId],
    });
    await endPart(db, lease, runId, end);
    return endRun(db, boss, runId);
  });
  if (ended?.kind === 'sweep') await forgetSeen(pool, runId);
  return ended !== null;
}

async function endPart(db: Queryable, lease: Lease, runId: string, end: RunEnd): Promise<void> {
  const bindings = createBindings(leaseValues(lease));
  const { bind } = bindings;
  const steps = [
    fence,
    `part as (
      update syncline.run_part set status = ${bind(end.status, 'text')}, resumes_at = null,
        reason = ${bind(cleanTextOrNull(end.reason), 'text')}, note = ${bind(cleanTextOrNull(end.note), 'text')},
        missing = ${bind(end.missing ?? null, 'bigint')}
      from lease where run_id = ${bind(runId, 'bigint')} and part = $2 and status in ${unfinished}
      returning run_id, part
    )`,
  ];
  if (end.spans !== undefined && end.spans.length > 0)
    steps.push(writeSpansStep(end.spans, 'part', bindings));
  const found = await db.query<{ held: boolean }>({
    text: `with ${steps.join(',\n')} select exists (select from lease) as held`,
    values: bindings.values,
  });
  if (found.rows[0]?.held !== true) throw new FencedError(lease);
}
