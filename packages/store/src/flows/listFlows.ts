import type { FlowSummary } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';
import { type FlowRow, flowColumns, flowSources, summaryOf } from './flowRow.ts';

export interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

export interface Page<T> {
  items: T[];
  cursor: string | null;
}

const text = `
  select ${flowColumns} from ${flowSources}
  where (flow.name, flow.id) > ($1, $2) order by flow.name, flow.id limit $3`;

/** Flows by name. */
export async function listFlows(db: Queryable, request: PageRequest): Promise<Page<FlowSummary>> {
  const [name, id] = request.cursor === undefined ? ['', ''] : decodeCursor(request.cursor, 2);
  const found = await db.query<FlowRow>({
    name: 'list-flows',
    text,
    values: [String(name), String(id), request.limit + 1],
  });
  const rows = found.rows.slice(0, request.limit);
  const last = rows.at(-1);
  return {
    items: rows.map(summaryOf),
    cursor: found.rows.length > request.limit && last ? encodeCursor([last.name, last.id]) : null,
  };
}
