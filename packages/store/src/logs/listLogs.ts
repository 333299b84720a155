import type { LogLevel, LogLine } from '@syncline/model';
import { createBindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { StoreError } from '../storeError.ts';
import { levelNumber, levelOf } from './levels.ts';

export interface LogFilter {
  /** Lines of this level and above. */
  level?: LogLevel | undefined;
  node?: string | undefined;
  /** Part of the text or of the record's key, in any case. */
  text?: string | undefined;
}

export interface LogRequest extends LogFilter {
  /** Lines with a greater `seq`. */
  after: number;
  limit: number;
}

interface LogRow {
  seq: number;
  ts: Date;
  level: number;
  node: string | null;
  text: string;
  key: string | null;
  code: string | null;
}

/**
 * Lines of a run in order. `next` is the `after` of the next page, null when there is none for now.
 *
 * @throws StoreError `not-found`
 */
export async function listLogs(
  db: Queryable,
  id: string,
  request: LogRequest,
): Promise<{ items: LogLine[]; next: number | null }> {
  const time = await findTime(db, numericId(id, 'run'));
  const { values, bind } = createBindings([id]);
  // Bounded by the run's own time, else every day's partition would be searched.
  const conditions = [
    `run_id = $1 and ts >= ${bind(time.from, 'timestamptz')} and ts <= ${bind(time.to, 'timestamptz')}`,
    `seq > ${bind(request.after, 'bigint')}`,
  ];
  // As a literal: from `warn` on the partial index serves.
  if (request.level !== undefined && request.level !== 'debug')
    conditions.push(`level >= ${levelNumber(request.level)}`);
  if (request.node !== undefined) conditions.push(`node = ${bind(cleanText(request.node), 'text')}`);
  if (request.text !== undefined && request.text !== '') {
    const part = bind(`%${cleanText(request.text).replace(/[\\%_]/g, '\\$&')}%`, 'text');
    conditions.push(`(text ilike ${part} or key ilike ${part})`);
  }
  const found = await db.query<LogRow>({
    text: `select seq, ts, level, node, text, key, code from syncline.run_log
      where ${conditions.join(' and ')} order by seq limit ${bind(request.limit + 1, 'integer')}`,
    values,
  });
  const rows = found.rows.slice(0, request.limit);
  return {
    items: rows.map(({ seq, ts, level, node, text, key, code }) => ({
      seq,
      ts: ts.toISOString(),
      level: levelOf(level),
      node,
      text,
      key,
      code,
    })),
    next: found.rows.length > request.limit ? (rows.at(-1)?.seq ?? null) : null,
  };
}

/** Workers' clocks may differ from the database's: an hour on both sides. */
async function findTime(db: Queryable, id: string): Promise<{ from: Date; to: Date }> {
  const found = await db.query<{ from: Date; to: Date }>({
    name: 'find-run-time',
    text: `select created_at - interval '1 hour' as "from", coalesce(finished_at, now()) + interval '1 hour' as "to"
      from syncline.run where id = $1`,
    values: [id],
  });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', `There is no run ${id}.`);
  return row;
}

/** All lines of a run that fit, page by page, for a download of any size. */
export async function* streamLogs(
  db: Queryable,
  id: string,
  filter: LogFilter,
): AsyncGenerator<LogLine[], void, void> {
  let after: number | null = 0;
  while (after !== null) {
    const page: { items: LogLine[]; next: number | null } = await listLogs(db, id, {
      ...filter,
      after,
      limit: 1000,
    });
    if (page.items.length > 0) yield page.items;
    after = page.next;
  }
}
