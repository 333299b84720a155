import { FencedError, type Lease, type LedgerWrite } from '@syncline/engine';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';
import { upsertLedgerSteps } from '../ledger/upsertLedger.ts';

/**
 * What became of a batch after a crash, and the end of its intent, in one statement.
 *
 * @param keepUntil the intent stays as answered until then, since a write of it may still land.
 */
export async function closeAttempt(
  db: Queryable,
  lease: Lease,
  attemptId: string,
  ledger: LedgerWrite[],
  keepUntil?: Date,
): Promise<void> {
  const bindings = createBindings(leaseValues(lease));
  const id = bindings.bind(attemptId, 'text');
  const end =
    keepUntil === undefined
      ? `delete from syncline.attempt using lease`
      : `update syncline.attempt set answered = true, deadline = ${bindings.bind(keepUntil, 'timestamptz')} from lease`;
  const steps = [fence, `closed as (${end} where id = ${id} and flow_id = $1 returning id)`];
  let shape = keepUntil === undefined ? '' : 'kept-';
  if (ledger.length > 0) {
    const written = upsertLedgerSteps(ledger, 'closed', bindings);
    steps.push(...written.steps);
    shape += written.shape;
  }
  const found = await db.query<{ held: boolean }>({
    name: `close-attempt-${shape}`,
    text: `with ${steps.join(',\n')} select exists (select from lease) as held`,
    values: bindings.values,
  });
  if (found.rows[0]?.held !== true) throw new FencedError(lease);
}
