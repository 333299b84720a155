import type { Approval } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import type { Page, PageRequest } from '../flows/listFlows.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';
import {
  type ApprovalRow,
  approvalColumns,
  approvalOf,
  approvalSources,
  type StoredApproval,
} from './approvalRow.ts';

export interface ApprovalFilter extends PageRequest {
  flow?: string | undefined;
  node?: string | undefined;
  state?: Approval['state'] | undefined;
}

// As literals, so that the planner sees which partial indexes serve.
const conditions: Record<Approval['state'], string> = {
  waiting: `parked.state = 'waiting'`,
  approved: `parked.state in ('approved', 'released')`,
  rejected: `parked.state = 'rejected'`,
  superseded: `parked.state = 'superseded'`,
  expired: `parked.state = 'expired'`,
};

/** Records a person has to decide, or has decided, oldest first. */
export async function listApprovals(
  db: Queryable,
  cipher: Cipher,
  filter: ApprovalFilter,
): Promise<Page<StoredApproval>> {
  const { values, bind } = createBindings();
  const wanted = [conditions[filter.state ?? 'waiting']];
  if (filter.flow !== undefined) wanted.push(`parked.flow_id = ${bind(filter.flow, 'text')}`);
  if (filter.node !== undefined) wanted.push(`parked.node = ${bind(filter.node, 'text')}`);
  if (filter.cursor !== undefined)
    wanted.push(`parked.id > ${bind(Number(decodeCursor(filter.cursor, 1)[0]) || 0, 'bigint')}`);
  const found = await db.query<ApprovalRow>({
    text: `select ${approvalColumns} from ${approvalSources} and ${wanted.join(' and ')}
      order by parked.id limit ${bind(filter.limit + 1, 'integer')}`,
    values,
  });
  const rows = found.rows.slice(0, filter.limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => approvalOf(row, cipher)),
    cursor: found.rows.length > filter.limit && last ? encodeCursor([last.id]) : null,
  };
}
