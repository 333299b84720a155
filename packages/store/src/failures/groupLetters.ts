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
    // The first message by its id: collecting the messages of 100,000 letters to keep one of them takes seconds.
    text: `with grouped as (
        select flow_id, node, code, field, min(id) as first, count(*) as count, max(created_at) as newest
        from syncline.dead_letter where ${conditions.join(' and ')}
        group by flow_id, node, code, field
      )
      select grouped.flow_id, flow.name as flow_name, grouped.node, grouped.code, grouped.field, letter.message,
        grouped.count, grouped.newest, (select sum(count)::bigint from grouped) as total
      from grouped join syncline.flow on flow.id = grouped.flow_id
      join syncline.dead_letter as letter on letter.id = grouped.first
      order by grouped.count desc, flow.name, grouped.node, grouped.code, grouped.field limit 200`,
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
