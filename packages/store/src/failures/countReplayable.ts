import type { LetterSelection } from '@syncline/model';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import { selectionCondition } from './letterSelection.ts';

/** Open failed records of a selection that one run would replay, and what stands in the way. */
export interface ReplayGroup {
  flowId: string;
  /** Null: input that never became a record. */
  feeder: string | null;
  desired: 'draft' | 'live' | 'paused';
  published: boolean;
  /** The published version still has the step that brought them. */
  known: boolean;
  count: number;
}

/** The selection by flow and feeder. */
export async function countReplayable(db: Queryable, select: LetterSelection): Promise<ReplayGroup[]> {
  const bindings = createBindings();
  const found = await db.query<ReplayGroup>({
    text: `select dead_letter.flow_id as "flowId", case when envelope is null then null else feeder end as feeder,
        flow.desired, flow.active_version is not null as published, coalesce(bool_and(flow_version.titles ? feeder), false) as known,
        count(*) as count
      from syncline.dead_letter join syncline.flow on flow.id = dead_letter.flow_id
      left join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
      where ${selectionCondition(select, bindings)}
      group by 1, 2, 3, 4 order by 1, 2`,
    values: bindings.values,
  });
  return found.rows;
}
