import type { InboxItem } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';

// `bytes` counts what stands before a row, so the first always comes through, however large it is.
const text = `
  select id, received_at, method, headers, body from (
    select id, received_at, method, headers, body,
      sum(octet_length(body)) over (order by id rows between unbounded preceding and 1 preceding) as before
    from (
      select id, received_at, method, headers, body from syncline.inbox
      where flow_id = $1 and node = $2 and lane % $4 = $3
      order by id limit $5
    ) as oldest
  ) as counted
  where coalesce(before, 0) < $6 order by id`;

interface InboxRow {
  id: number;
  received_at: Date;
  method: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** The oldest events of a trigger in this part's lanes. */
export async function readInbox(
  db: Queryable,
  flowId: string,
  node: string,
  part: number,
  parts: number,
  limit: number,
  bytes: number,
): Promise<InboxItem[]> {
  const found = await db.query<InboxRow>({
    name: 'read-inbox',
    text,
    values: [flowId, node, part, parts, limit, bytes],
  });
  return found.rows.map((row) => ({
    id: String(row.id),
    node,
    receivedAt: row.received_at,
    request: { method: row.method, headers: new Map(Object.entries(row.headers)), body: row.body },
  }));
}
