import type { RawRequest } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';

export interface Sample {
  id: string;
  receivedAt: string;
  verified: boolean;
  request: RawRequest;
}

interface SampleRow {
  id: number;
  received_at: Date;
  verified: boolean;
  method: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Newest posts of a webhook step, newest first. */
export async function listSamples(
  db: Queryable,
  flowId: string,
  node: string,
  limit = 20,
): Promise<Sample[]> {
  const found = await db.query<SampleRow>({
    text: `select id, received_at, verified, method, headers, body from syncline.sample
      where flow_id = $1 and node = $2 order by id desc limit $3`,
    values: [flowId, node, limit],
  });
  return found.rows.map((row) => ({
    id: String(row.id),
    receivedAt: row.received_at.toISOString(),
    verified: row.verified,
    request: { method: row.method, headers: new Map(Object.entries(row.headers)), body: row.body },
  }));
}
