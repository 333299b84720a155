import type { ParkedItem } from '@syncline/engine';
import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { openParked } from './parkedContent.ts';

// Approved ones first, in order of their approval; then those whose time has come, oldest time first.
const text = `
  select id, key, content, approved from (
    (
      select id, key, content, decided_by <> 'timeout' as approved, 0 as turn, release_no as place from syncline.parked
      where flow_id = $1 and node = $2 and state = 'approved' and lane % $4 = $3
      order by release_no limit $5
    ) union all (
      select id, key, content, false, 1, extract(epoch from due) from syncline.parked
      where flow_id = $1 and node = $2 and state = 'waiting' and due <= now() and lane % $4 = $3
      order by due, id limit $5
    )
  ) as ready
  order by turn, place, id limit $5`;

/** Records of this part that may go on from the checkpoint now. They stay open until a page that took them is settled. */
export async function readParked(
  db: Queryable,
  cipher: Cipher,
  flowId: string,
  node: string,
  part: number,
  parts: number,
  limit: number,
): Promise<ParkedItem[]> {
  const found = await db.query<{ id: number; key: string; content: Buffer; approved: boolean | null }>({
    name: 'read-parked',
    text,
    values: [flowId, node, part, parts, limit],
  });
  return found.rows.map(({ id, key, content, approved }) => {
    return { id: String(id), key, isApproved: approved === true, ...openParked(cipher, content) };
  });
}
