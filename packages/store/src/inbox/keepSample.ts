import type { RawRequest } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { bodyOf, headersText } from './insertInbox.ts';

const kept = 20;

export interface NewSample {
  flowId: string;
  node: string;
  request: RawRequest;
  /** False when the signature did not fit: shown while a person sets it up. */
  verified: boolean;
}

/** Keeps a post as a sample and drops the oldest beyond the newest 20 of its step. */
export async function keepSample(db: Queryable, sample: NewSample): Promise<void> {
  const { flowId, node, request, verified } = sample;
  await db.query({
    name: 'keep-sample',
    text: `with kept as (
        insert into syncline.sample (flow_id, node, method, headers, body, verified) values ($1, $2, $3, $4, $5, $6)
      )
      delete from syncline.sample where id in (
        select id from syncline.sample where flow_id = $1 and node = $2 order by id desc offset ${kept - 1}
      )`,
    values: [flowId, node, request.method, headersText(request), bodyOf(request), verified],
  });
}
