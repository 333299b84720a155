import { FencedError, type Lease, type PauseDetail } from '@syncline/engine';
import type { PauseReason } from '@syncline/model';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';

const text = `
  with ${fence}, paused as (
    update syncline.flow set desired = 'paused', pause_reason = $5, pause_message = $6, pause_detail = $7
    from lease where id = $1 and desired = 'live'
  )
  select exists (select from lease) as held`;

/** Stops the flow until a person resumes it. Webhooks are still taken in. */
export async function pauseByWorker(
  db: Queryable,
  lease: Lease,
  reason: PauseReason,
  message: string,
  detail?: PauseDetail,
): Promise<void> {
  const found = await db.query<{ held: boolean }>({
    name: 'pause-by-worker',
    text,
    values: [
      ...leaseValues(lease),
      reason,
      cleanText(message),
      detail === undefined ? null : JSON.stringify(detail),
    ],
  });
  if (found.rows[0]?.held !== true) throw new FencedError(lease);
}
