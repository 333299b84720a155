import type { PartJob } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { unfinished } from '../runs/unfinished.ts';

/** Parts of a flow that may have work: those it is split into now, and those of runs from before that changed. */
export async function listParts(db: Queryable, flowId: string): Promise<PartJob[]> {
  const found = await db.query<PartJob>({
    name: 'list-parts',
    text: `
      select $1::text as "flowId", part from (
        select generate_series(0, parts - 1) as part from syncline.flow where id = $1
        union select part from syncline.run_part where flow_id = $1 and status in ${unfinished}
      ) as parts order by part`,
    values: [flowId],
  });
  return found.rows;
}
