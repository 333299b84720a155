import type { Approval } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import type { Page, PageRequest } from '../flows/listFlows.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';
import {
  type ApprovalRow,
  approvalColumns,
  approvalJoins,
  approvalOf,
  type StoredApproval,
} from './approvalRow.ts';

export interface ApprovalFilter extends PageRequest {
  flow?: string | undefined;
  node?: string | undefined;
  state?: Approval['state'] | undefined;
}

// As literals, so that the planner sees which partial indexes serve.
const conditions: Record<Approval['state'], string> = {
  waiting: `held.state = 'waiting'`,
  approved: `held.state in ('approved', 'released')`,
  rejected: `held.state = 'rejected'`,
  superseded: `held.state = 'superseded'`,
  expired: `held.state = 'expired'`,
};

/** Records a person has to decide, or has decided, oldest first. */
export async function listApprovals(
  db: Queryable,
  cipher: Cipher,
  filter: ApprovalFilter,
): Promise<Page<StoredApproval>> {
  const { values, bind } = createBindings();
  const wanted = ['held.due is null', conditions[filter.state ?? 'waiting']];
  if (filter.cursor !== undefined)
    wanted.push(`held.id > ${bind(Number(decodeCursor(filter.cursor, 1)[0]) || 0, 'bigint')}`);
  const checkpoints = ['true'];
  if (filter.flow !== undefined) checkpoints.push(`destination.flow_id = ${bind(filter.flow, 'text')}`);
  if (filter.node !== undefined) checkpoints.push(`destination.node = ${bind(filter.node, 'text')}`);
  const limit = bind(filter.limit + 1, 'integer');
  // A page of each checkpoint, of which the oldest are kept: what was decided before is never walked through.
  const found = await db.query<ApprovalRow>({
    text: `select ${approvalColumns}
      from (
        select waiting.* from syncline.destination cross join lateral (
          select * from syncline.parked as held
          where held.flow_id = destination.flow_id and held.node = destination.node and ${wanted.join(' and ')}
          order by held.id limit ${limit}
        ) as waiting
        where ${checkpoints.join(' and ')} order by waiting.id limit ${limit}
      ) as parked
      ${approvalJoins}
      order by parked.id`,
    values,
  });
  const rows = found.rows.slice(0, filter.limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => approvalOf(row, cipher)),
    cursor: found.rows.length > filter.limit && last ? encodeCursor([last.id]) : null,
  };
}
