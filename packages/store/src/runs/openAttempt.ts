import { type Attempt, FencedError, type Lease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';
import { packRecords } from './packedRecords.ts';

const text = `
  with ${fence}, opened as (
    insert into syncline.attempt (flow_id, part, id, run_id, page, node, destination_id, deadline, records)
    select $1, $2, $5, $6, $7, $8, $9, $10, $11 from lease
  )
  select exists (select from lease) as held`;

/** TX1: the intent of one batch. When this resolves it is on disk, and only then may the first byte leave. */
export async function openAttempt(db: Queryable, lease: Lease, attempt: Attempt): Promise<void> {
  const { id, runId, page, node, destinationId, deadline } = attempt;
  const found = await db.query<{ held: boolean }>({
    name: 'open-attempt',
    text,
    values: [
      ...leaseValues(lease),
      id,
      runId,
      page,
      node,
      destinationId,
      deadline,
      JSON.stringify(packRecords(attempt.records)),
    ],
  });
  if (found.rows[0]?.held !== true) throw new FencedError(lease);
}
