import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { cleanTextOrNull } from '../database/cleanText.ts';
import { inTransaction } from '../database/inTransaction.ts';
import { getFlow } from '../flows/getFlow.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { numericId } from '../keyset/numericId.ts';
import { listParts } from '../slots/listParts.ts';

export interface GroupDecision {
  flow: string;
  node: string;
  decision: 'approve' | 'reject';
  /** Id of the newest record the decision is for. */
  upTo: string;
  note?: string | undefined;
  actor: string;
}

// They go on in the order in which they came: one clock value for all, and their place behind it.
const text = `
  with chosen as (
    select id, row_number() over (order by id) as place from (
      select id from syncline.parked
      where flow_id = $1 and node = $2 and state = 'waiting' and due is null and id <= $3
      order by id for update
    ) as waiting
  )
  update syncline.parked set state = $4, decided_by = $5, decided_at = now(), note = $6,
    release_no = case when $4 = 'approved' then (extract(epoch from now()) * 1e6)::bigint + chosen.place end
  from chosen where parked.id = chosen.id`;

/**
 * Decides all that wait at a checkpoint up to the newest one the person has seen; what came later stays.
 *
 * @returns how many. @throws StoreError `not-found`
 */
export async function decideApprovals(pool: Pool, boss: PgBoss, wish: GroupDecision): Promise<number> {
  const { flow, node, decision, upTo, note, actor } = wish;
  return inTransaction(pool, async (db) => {
    await getFlow(db, flow);
    const done = await db.query({
      name: 'decide-approvals',
      text,
      values: [
        flow,
        node,
        numericId(upTo, 'approval'),
        decision === 'approve' ? 'approved' : 'rejected',
        actor,
        cleanTextOrNull(note ?? null),
      ],
    });
    const count = done.rowCount ?? 0;
    if (count > 0 && decision === 'approve')
      await enqueueParts(boss, db, await listParts(db, flow), { priority: 1 });
    return count;
  });
}
