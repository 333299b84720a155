import type { PartJob } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { partName } from './queue.ts';

/** Every process of ours listens here; the payload is `flowId:part`. */
export const wakeChannel = 'syncline_work';

/** Tells all processes at once that these parts have work; delivered when the transaction commits. */
export async function wakeParts(db: Queryable, parts: PartJob[]): Promise<void> {
  await db.query({
    name: 'wake-parts',
    text: `select pg_notify('${wakeChannel}', part) from unnest($1::text[]) as part`,
    values: [parts.map(partName)],
  });
}
