import type { CaptureLease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';

// The row's lock makes one of several win; the clock is the database's.
const text = `
  update syncline.stream set
    owner = $3, epoch = epoch + 1, until = clock_timestamp() + $4 * interval '1 millisecond'
  where flow_id = $1 and node = $2 and captures and (owner is null or until < clock_timestamp())
  returning epoch`;

/** The right to capture a stream; null while another owner lives, or when there is nothing to capture. */
export async function acquireCapture(
  db: Queryable,
  flowId: string,
  node: string,
  owner: string,
  ttlMs: number,
): Promise<CaptureLease | null> {
  const values = [flowId, node, owner, ttlMs];
  const found = await db.query<{ epoch: number }>({ name: 'acquire-capture', text, values });
  const row = found.rows[0];
  return row === undefined ? null : { flowId, node, owner, epoch: row.epoch };
}
