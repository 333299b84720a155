import {
  type RunKind,
  type RunStatus,
  type RunSummary,
  runKindSchema,
  runStatusSchema,
  type StartedBy,
  startedBySchema,
} from '@syncline/model';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import type { Page, PageRequest } from '../flows/listFlows.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';
import { type RunRow, runColumns, runSummaryOf } from './runRow.ts';

export interface RunFilter extends PageRequest {
  flow?: string | undefined;
  status?: RunStatus | undefined;
  startedBy?: StartedBy | undefined;
  kind?: RunKind | undefined;
  /** RFC 3339. */
  since?: string | undefined;
}

/** Runs, newest first, by keyset: page 1,000 costs what page 1 costs. */
export async function listRuns(db: Queryable, filter: RunFilter): Promise<Page<RunSummary>> {
  const { values, bind } = createBindings();
  const conditions = ['true'];
  if (filter.flow !== undefined) conditions.push(`run.flow_id = ${bind(filter.flow, 'text')}`);
  // As literals, so that the planner sees which partial indexes serve.
  if (filter.status !== undefined) conditions.push(`run.status = '${runStatusSchema.parse(filter.status)}'`);
  if (filter.startedBy !== undefined)
    conditions.push(`run.started_by = '${startedBySchema.parse(filter.startedBy)}'`);
  if (filter.kind !== undefined) conditions.push(`run.kind = '${runKindSchema.parse(filter.kind)}'`);
  if (filter.since !== undefined) conditions.push(`run.created_at >= ${bind(filter.since, 'timestamptz')}`);
  if (filter.cursor !== undefined) {
    const [at, id] = decodeCursor(filter.cursor, 2);
    conditions.push(
      `(run.created_at, run.id) < (${bind(cursorTime(at), 'timestamptz')}, ${bind(id, 'bigint')})`,
    );
  }
  const found = await db.query<RunRow>({
    text: `select ${runColumns} from syncline.run join syncline.flow on flow.id = run.flow_id
      where ${conditions.join(' and ')}
      order by run.created_at desc, run.id desc limit ${bind(filter.limit + 1, 'integer')}`,
    values,
  });
  const rows = found.rows.slice(0, filter.limit);
  const last = rows.at(-1);
  return {
    items: rows.map(runSummaryOf),
    cursor: found.rows.length > filter.limit && last ? encodeCursor([last.sort_at, last.id]) : null,
  };
}

/** A time out of a cursor a person may have made up: anything else would break the query. */
function cursorTime(value: string | number | undefined): string {
  const text = String(value);
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(text) ? text : '-infinity';
}
