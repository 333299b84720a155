import type { Lease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';

const text = `
  update syncline.flow_part set owner = null, crashed = false
  where flow_id = $1 and part = $2 and owner = $3 and epoch = $4`;

/** Gives the lease back at once. Nothing happens when it was lost. */
export async function releaseLease(db: Queryable, lease: Lease): Promise<void> {
  await db.query({
    name: 'release-lease',
    text,
    values: [lease.flowId, lease.part, lease.owner, lease.epoch],
  });
}
