import { describeError, type FailureGroup } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { getRunSummary } from './getRun.ts';

const text = `
  select node, code, field, count(*) as count, (array_agg(message order by id))[1] as message
  from syncline.dead_letter where run_id = $1
  group by node, code, field order by count(*) desc, node, code, field limit 200`;

interface GroupRow {
  node: string;
  code: string;
  field: string | null;
  count: number;
  message: string;
}

/** Failed records of a run, grouped by what has to be done about them. */
export async function listFailures(db: Queryable, runId: string): Promise<FailureGroup[]> {
  const found = await db.query<GroupRow>({
    name: 'list-failures',
    text,
    values: [numericId(runId, 'run')],
  });
  if (found.rows.length === 0) await getRunSummary(db, runId);
  return found.rows.map((row) => {
    const { title, whatToDo } = describeError(row.code);
    return { ...row, title, whatToDo };
  });
}
