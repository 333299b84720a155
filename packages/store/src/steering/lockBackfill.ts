import type { Queryable } from '../database/queryable.ts';
import { unfinished } from '../runs/unfinished.ts';

export interface BackfillState {
  runId: string | null;
  unfinished: boolean;
  paused: boolean;
}

const text = `
  select backfill_run::text as "runId", backfill_paused as paused, exists (
    select from syncline.run where run.id = stream.backfill_run and run.status in ${unfinished}
  ) as unfinished
  from syncline.stream where flow_id = $1 and node = $2 for update`;

/** How the loading of a stream stands; nobody else steers it until the transaction ends. */
export async function lockBackfill(db: Queryable, flowId: string, node: string): Promise<BackfillState> {
  const found = await db.query<BackfillState>({ name: 'lock-backfill', text, values: [flowId, node] });
  return found.rows[0] ?? { runId: null, unfinished: false, paused: false };
}
