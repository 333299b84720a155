import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Cipher } from '../cipher.ts';
import { inTransaction } from '../database/inTransaction.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { listParts } from '../slots/listParts.ts';
import { StoreError } from '../storeError.ts';
import type { StoredApproval } from './approvalRow.ts';
import { type Decision, decideParked } from './decideParked.ts';
import { getApproval } from './getApproval.ts';

/**
 * Decides one record and wakes the flow when it may go on. The same decision again changes nothing and gives the same
 * answer.
 *
 * @throws StoreError `not-found`, `conflict.changed` when the content is another than the one seen, `conflict.state` when
 * it was decided otherwise.
 */
export async function decideApproval(
  pool: Pool,
  boss: PgBoss,
  cipher: Cipher,
  id: string,
  decision: Decision,
): Promise<StoredApproval> {
  return inTransaction(pool, async (db) => {
    await getApproval(db, cipher, id);
    const decided = await decideParked(db, cipher, id, decision);
    const approval = await getApproval(db, cipher, id);
    if (!decided) {
      assertSame(approval, decision);
      return approval;
    }
    if (decision.decision === 'approve')
      await enqueueParts(boss, db, await listParts(db, approval.flowId), { priority: 1 });
    return approval;
  });
}

function assertSame(approval: StoredApproval, { decision, contentHash, edited }: Decision): void {
  if (approval.state === 'waiting')
    throw new StoreError('conflict.changed', 'The record has changed since it was shown. Look at it again.');
  const wanted = decision === 'approve' ? 'approved' : 'rejected';
  const hash = decision === 'approve' ? (edited?.contentHash ?? contentHash) : contentHash;
  if (approval.state === wanted && approval.contentHash === hash) return;
  throw new StoreError(
    'conflict.state',
    approval.state === 'superseded'
      ? 'A newer state of the record took its place.'
      : `It is ${approval.state} already${approval.decidedBy === null ? '' : `, by ${approval.decidedBy}`}.`,
  );
}
