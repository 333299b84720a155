import { FencedError, type Lease, type RunWait } from '@syncline/engine';
import { createBindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';
import { unfinished } from './unfinished.ts';
import { writeSpansStep } from './writeSpans.ts';

/** A wait that survives a restart: when the part goes on, how often the page was tried, and why, in words. */
export async function waitRun(db: Queryable, lease: Lease, runId: string, wait: RunWait): Promise<void> {
  const bindings = createBindings(leaseValues(lease));
  const { bind } = bindings;
  const status = bind(wait.status, 'text');
  const resumesAt = bind(wait.resumesAt, 'timestamptz');
  const reason = bind(cleanText(wait.reason), 'text');
  const note = bind(cleanText(wait.note), 'text');
  const steps = [
    fence,
    `part as (
      update syncline.run_part set status = ${status}, resumes_at = ${resumesAt}, tries = ${bind(wait.tries, 'integer')},
        reason = ${reason}, note = ${note}
      from lease where run_id = ${bind(runId, 'bigint')} and part = $2 and status in ${unfinished}
      returning run_id, part
    )`,
    `run_waits as (
      update syncline.run set status = ${status}, resumes_at = ${resumesAt}, reason = ${reason}, note = ${note}
      from part where id = part.run_id and status in ${unfinished}
    )`,
  ];
  if (wait.spans !== undefined && wait.spans.length > 0)
    steps.push(writeSpansStep(wait.spans, 'part', bindings));
  const found = await db.query<{ held: boolean }>({
    text: `with ${steps.join(',\n')} select exists (select from lease) as held`,
    values: bindings.values,
  });
  if (found.rows[0]?.held !== true) throw new FencedError(lease);
}
