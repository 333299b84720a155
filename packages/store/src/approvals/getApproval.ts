import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { StoreError } from '../storeError.ts';
import {
  type ApprovalRow,
  approvalColumns,
  approvalJoins,
  approvalOf,
  type StoredApproval,
} from './approvalRow.ts';

/** @throws StoreError `not-found` */
export async function getApproval(db: Queryable, cipher: Cipher, id: string): Promise<StoredApproval> {
  const found = await db.query<ApprovalRow>({
    name: 'get-approval',
    // Records that wait for a time are parked too; they are nobody's to decide.
    text: `select ${approvalColumns} from syncline.parked ${approvalJoins} where parked.id = $1 and parked.due is null`,
    values: [numericId(id, 'approval')],
  });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', `There is no approval ${id}.`);
  return approvalOf(row, cipher);
}
