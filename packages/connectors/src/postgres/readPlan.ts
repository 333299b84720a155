import { type ReadWindow, SyncError, type Token } from '@syncline/model';
import type { ClientBase, FieldDef } from 'pg';
import * as z from 'zod';
import { cursorKindOf } from './columnTypes.ts';
import type { ScheduleConfig } from './scheduleNode.ts';
import { quoteName } from './sqlNames.ts';
import { readTableShape, type TableShape } from './tableShape.ts';

export type CursorKind = NonNullable<ReturnType<typeof cursorKindOf>>;

/** What is read: a table with its shape, or a query with the columns it gives. */
export interface ReadTarget {
  /** Goes behind `from`, with alias `q`. */
  from: string;
  stream: string;
  table: TableShape | null;
  columns: ReadonlyMap<string, string>;
  /** Columns that make a record's key. */
  key: string[];
  cursor: { column: string; kind: CursorKind } | null;
}

const windowPosition = z.object({ column: z.string(), kind: z.string(), at: z.string() });
export type WindowPosition = z.infer<typeof windowPosition>;

/** A side of the window, when it belongs to this cursor; a cursor that was changed begins again. */
export function readPosition(token: Token, target: ReadTarget): WindowPosition | null {
  const parsed = windowPosition.safeParse(token);
  if (!parsed.success || target.cursor === null) return null;
  const { column, kind } = target.cursor;
  return parsed.data.column === column && parsed.data.kind === kind ? parsed.data : null;
}

/** @throws SyncError(pause) naming the field of the config that does not fit. */
export async function openTarget(client: ClientBase, config: ScheduleConfig): Promise<ReadTarget> {
  const found = await findTarget(client, config);
  if (found.key.length === 0)
    throw configError('key', `${found.stream} has no primary key. Choose the key columns in the step.`);
  for (const name of found.key) requireColumn(found, name, 'key');
  if (config.mode === 'full') return { ...found, cursor: null };
  const column = config.cursor ?? '';
  const kind = cursorKindOf(requireColumn(found, column, 'cursor'));
  if (kind === null)
    throw configError('cursor', `${column} is neither a time nor a growing number. Choose another column.`);
  return { ...found, cursor: { column, kind } };
}

type Found = Omit<ReadTarget, 'cursor'>;
type WhatToRead = Pick<ScheduleConfig, 'read' | 'table' | 'query' | 'key'>;

/** Table or query with its columns, whether or not the rest of the step is filled in. */
export function findTarget(client: ClientBase, config: WhatToRead): Promise<Found> {
  return config.read === 'query' ? openQuery(client, config) : openTable(client, config);
}

async function openTable(client: ClientBase, config: WhatToRead): Promise<Found> {
  const table = await readTableShape(client, config.table ?? '', 'source');
  return {
    from: table.sqlName,
    stream: table.label,
    table,
    columns: new Map(table.columns.map(({ name, castType }) => [name, castType])),
    key: config.key.length > 0 ? config.key : table.primaryKey,
  };
}

async function openQuery(client: ClientBase, config: WhatToRead): Promise<Found> {
  const from = wrapQuery(config.query ?? '');
  const { fields } = await readOnly(client, () => client.query(`select * from ${from} q limit 0`));
  const names = await namesOfTypes(client, fields);
  return { from, stream: 'query', table: null, columns: names, key: config.key };
}

/** Types as casts name them. A query's columns have no domain: the protocol tells the type under it. */
async function namesOfTypes(client: ClientBase, fields: readonly FieldDef[]): Promise<Map<string, string>> {
  const found = await client.query<{ oid: number; name: string }>(
    'select oid, format_type(oid, -1) as name from pg_type where oid = any($1::oid[])',
    [[...new Set(fields.map(({ dataTypeID }) => dataTypeID))]],
  );
  const nameOf = new Map(found.rows.map(({ oid, name }) => [oid, name]));
  return new Map(fields.map((field) => [field.name, nameOf.get(field.dataTypeID) ?? 'text']));
}

function requireColumn(found: Found, name: string, path: string): string {
  const type = found.columns.get(name);
  if (type !== undefined) return type;
  throw new SyncError('pause', 'source.schema', `${found.stream} has no column ${name}.`, {
    pause: 'schema',
    path,
  });
}

/**
 * A query as a table expression. The server itself refuses a second statement and a writing WITH inside parentheses;
 * what is left, functions with effects, is stopped by the read-only transaction around it.
 */
function wrapQuery(query: string): string {
  const text = query.trim().replace(/(?:\s*;)+$/, '');
  // The line break ends a comment on the last line, which would swallow the parenthesis.
  return `(${text}\n)`;
}

/** Runs in a transaction that can't write; rolled back, so that settings a query changed are forgotten too. */
export async function readOnly<T>(client: ClientBase, read: () => Promise<T>): Promise<T> {
  await client.query('begin transaction read only');
  const result = await read();
  await client.query('rollback');
  return result;
}

function configError(path: string, message: string): SyncError {
  return new SyncError('pause', 'source.query', message, { pause: 'config', path });
}

/** One way of paging: order, conditions and their values. */
export interface PagePlan {
  /** Columns of the order; together the place to go on from. */
  order: string[];
  /** No two rows have one place, and none has an empty part. */
  exact: boolean;
  where: string[];
  values: string[];
}

/**
 * A whole read, the first incremental one included, goes by the primary key, and so does a window whose cursor has no
 * index: all its pages together then cost one pass over the table, where an order by the cursor would sort the table
 * for each page. Both miss nothing: a row that changes meanwhile gets a time beyond the window and is read next time.
 */
export function planPages(
  target: ReadTarget,
  window: ReadWindow | null,
  lookbackSeconds: number,
  startedOrder: readonly string[] | null,
): PagePlan {
  const primary = target.table?.primaryKey ?? [];
  const unique = primary.length > 0 ? primary : target.key;
  const { cursor } = target;
  const low = window === null ? null : readPosition(window.low, target);
  const byCursor =
    cursor !== null && low !== null && (target.table?.indexedFirst.includes(cursor.column) ?? true);
  const order = startedOrder
    ? [...startedOrder]
    : byCursor
      ? [cursor.column, ...unique.filter((name) => name !== cursor.column)]
      : unique;
  const exact = primary.length > 0 && primary.every((name) => order.includes(name));
  const plan: PagePlan = { order, exact, where: [], values: [] };
  if (window !== null && cursor !== null) addWindow(plan, target, window, lookbackSeconds);
  return plan;
}

const sqlTypeOf = {
  time: 'timestamptz',
  'local-time': 'timestamp',
  date: 'date',
  number: 'bigint',
  xid: 'xid8',
} as const satisfies Record<CursorKind, string>;

function addWindow(plan: PagePlan, target: ReadTarget, window: ReadWindow, lookbackSeconds: number): void {
  if (target.cursor === null) return;
  const { column, kind } = target.cursor;
  const sqlColumn = `q.${quoteName(column)}`;
  const low = readPosition(window.low, target);
  const high = readPosition(window.high, target);
  if (high === null) {
    plan.where.push('false');
    return;
  }
  plan.values.push(high.at);
  const below = `${sqlColumn} < $${plan.values.length}::${sqlTypeOf[kind]}`;
  if (low === null) {
    plan.where.push(`(${below} or ${sqlColumn} is null)`);
    return;
  }
  plan.values.push(low.at);
  const from = `$${plan.values.length}::${sqlTypeOf[kind]}`;
  const isTime = kind === 'time' || kind === 'local-time';
  const lowest = isTime && lookbackSeconds > 0 ? `${from} - interval '${lookbackSeconds} seconds'` : from;
  plan.where.push(below, `${sqlColumn} >= ${lowest}`);
}

/** The statement of one page after a place, or from the start. */
export function pageStatement(
  target: ReadTarget,
  plan: PagePlan,
  after: readonly string[] | null,
  limit: number,
): { text: string; values: string[] } {
  const columns = plan.order.map((name) => `q.${quoteName(name)}`);
  const where = [...plan.where];
  const values = [...plan.values];
  if (!plan.exact) where.push(...columns.map((column) => `${column} is not null`));
  if (after !== null) {
    const places = plan.order.map(
      (name, at) => `$${values.length + at + 1}::${target.columns.get(name) ?? 'text'}`,
    );
    values.push(...after);
    where.push(
      columns.length === 1
        ? `${columns[0]} > ${places[0]}`
        : `(${columns.join(', ')}) > (${places.join(', ')})`,
    );
  }
  const filter = where.length === 0 ? '' : ` where ${where.join(' and ')}`;
  const text = `select q.* from ${target.from} q${filter} order by ${columns.join(', ')} limit ${limit}`;
  return { text, values };
}

/** Rows that no page can hold, because a part of their key is empty. */
export function keylessStatement(target: ReadTarget, plan: PagePlan, limit: number) {
  const empty = plan.order.map((name) => `q.${quoteName(name)} is null`).join(' or ');
  const where = [...plan.where, `(${empty})`].join(' and ');
  return { text: `select q.* from ${target.from} q where ${where} limit ${limit}`, values: plan.values };
}
