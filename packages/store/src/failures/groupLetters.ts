import { describeError, type FailureGroup } from '@syncline/model';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import { type LetterFilter, letterConditions } from './letterConditions.ts';

export interface LetterGroup extends FailureGroup {
  flowId: string;
  flowName: string;
  newest: string;
}

interface GroupRow {
  flow_id: string;
  flow_name: string;
  node: string;
  code: string;
  field: string | null;
  message: string;
  count: number;
  newest: Date;
  total: number;
}

/** Failed records of all flows by flow, step and cause: what has to be done, the most frequent first. */
export async function groupLetters(
  db: Queryable,
  filter: LetterFilter,
): Promise<{ groups: LetterGroup[]; total: number }> {
  const bindings = createBindings();
  const conditions = letterConditions({ ...filter, state: filter.state ?? 'open' }, bindings);
  const found = await db.query<GroupRow>({
    text: `select flow_id, flow.name as flow_name, node, code, field, (array_agg(message order by dead_letter.id))[1] as message,
        count(*) as count, max(dead_letter.created_at) as newest, (sum(count(*)) over ())::bigint as total
      from syncline.dead_letter join syncline.flow on flow.id = dead_letter.flow_id
      where ${conditions.join(' and ')}
      group by flow_id, flow.name, node, code, field
      order by count(*) desc, flow.name, node, code, field limit 200`,
    values: bindings.values,
  });
  return {
    groups: found.rows.map(({ flow_id, flow_name, newest, total: _, ...row }) => {
      const { title, whatToDo } = describeError(row.code);
      return { ...row, title, whatToDo, flowId: flow_id, flowName: flow_name, newest: newest.toISOString() };
    }),
    total: found.rows[0]?.total ?? 0,
  };
}
