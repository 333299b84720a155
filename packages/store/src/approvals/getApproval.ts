import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { StoreError } from '../storeError.ts';
import {
  type ApprovalRow,
  approvalColumns,
  approvalOf,
  approvalSources,
  type StoredApproval,
} from './approvalRow.ts';

/** @throws StoreError `not-found` */
export async function getApproval(db: Queryable, cipher: Cipher, id: string): Promise<StoredApproval> {
  const found = await db.query<ApprovalRow>({
    name: 'get-approval',
    text: `select ${approvalColumns} from ${approvalSources} and parked.id = $1`,
    values: [numericId(id, 'approval')],
  });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', `There is no approval ${id}.`);
  return approvalOf(row, cipher);
}
