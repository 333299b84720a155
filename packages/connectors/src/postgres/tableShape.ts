import { type FieldSchema, SyncError } from '@syncline/model';
import type { ClientBase } from 'pg';
import { describeColumn } from './columnTypes.ts';
import { formatTableName, parseTableName, quoteName } from './sqlNames.ts';

export interface ColumnShape {
  name: string;
  /** Type under a domain, safe in a cast: without a length, which a cast would silently cut to. */
  castType: string;
  /** As people know it: `numeric(12,2)`. */
  nativeType: string;
  /** Type category of PostgreSQL: A array, N number, D date/time, E enum, … */
  category: string;
  notNull: boolean;
  hasDefault: boolean;
  readOnly: boolean;
  options: string[] | null;
  /** -1 = none. */
  modifier: number;
}

export interface TableShape {
  schema: string;
  name: string;
  /** Quoted, with its schema. */
  sqlName: string;
  /** As a config names it. */
  label: string;
  /** `relkind` of PostgreSQL: r table, p partitioned, v view, m materialized view, f foreign. */
  kind: string;
  estimate: number;
  columns: ColumnShape[];
  primaryKey: string[];
  /** Column sets that a valid unique index covers, without condition and expression. */
  uniqueKeys: string[][];
  /** First columns of indexes that serve an ordered read. */
  indexedFirst: string[];
}

/**
 * What the database knows of a table or view.
 *
 * @throws SyncError(pause) when it is not there.
 */
export async function readTableShape(
  client: ClientBase,
  table: string,
  side: 'source' | 'destination',
): Promise<TableShape> {
  const wanted = parseTableName(table);
  const found =
    wanted === null ? undefined : (await client.query<FoundTable>(tableSql, [sqlNameOf(wanted)])).rows[0];
  if (!found)
    throw new SyncError('pause', `${side}.schema`, `There is no table or view ${table.slice(0, 130)}.`, {
      pause: 'schema',
      path: 'table',
    });
  const columns = await client.query<ColumnShape>(columnSql, [found.oid]);
  const indexes = await client.query<FoundIndex>(indexSql, [found.oid]);
  return {
    schema: found.schema,
    name: found.name,
    sqlName: `${quoteName(found.schema)}.${quoteName(found.name)}`,
    label: formatTableName(found.schema, found.name),
    kind: found.kind,
    estimate: found.estimate,
    columns: columns.rows,
    primaryKey: indexes.rows.find(({ primary }) => primary)?.columns ?? [],
    uniqueKeys: indexes.rows.filter(({ unique }) => unique).map((index) => index.columns),
    indexedFirst: indexes.rows.flatMap((index) => (index.ordered ? index.columns.slice(0, 1) : [])),
  };
}

/** Columns as fields of a record. */
export const describeColumns = (shape: TableShape): FieldSchema[] => shape.columns.map(describeColumn);

const sqlNameOf = (table: { schema: string | null; name: string }): string =>
  table.schema === null ? quoteName(table.name) : `${quoteName(table.schema)}.${quoteName(table.name)}`;

interface FoundTable {
  oid: number;
  schema: string;
  name: string;
  kind: string;
  estimate: number;
}

interface FoundIndex {
  primary: boolean;
  unique: boolean;
  ordered: boolean;
  columns: string[];
}

const tableSql = `
  select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind, c.reltuples::float8 as estimate
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.oid = to_regclass($1) and c.relkind in ('r', 'p', 'v', 'm', 'f')`;

const columnSql = `
  with recursive typed as (
    select a.attnum, a.attname, a.atttypid as own, a.atttypid as base, a.atttypmod as modifier, a.attnotnull as filled,
      a.atthasdef, a.attidentity, a.attgenerated
    from pg_attribute a where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
    union all
    select d.attnum, d.attname, d.own, t.typbasetype, case when t.typtypmod >= 0 then t.typtypmod else d.modifier end,
      d.filled or t.typnotnull, d.atthasdef or t.typdefault is not null, d.attidentity, d.attgenerated
    from typed d join pg_type t on t.oid = d.base where t.typtype = 'd'
  )
  select a.attname as name, format_type(a.base, -1) as "castType", t.typcategory as category, a.modifier,
    format_type(a.own, case when a.own = a.base then a.modifier else -1 end) as "nativeType",
    a.filled as "notNull", a.atthasdef or a.attidentity <> '' as "hasDefault",
    a.attgenerated <> '' or a.attidentity = 'a' as "readOnly",
    (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = a.base) as options
  from typed a join pg_type t on t.oid = a.base
  where t.typtype <> 'd' order by a.attnum`;

const indexSql = `
  select i.indisprimary as primary,
    i.indisunique and i.indpred is null and i.indexprs is null and i.indimmediate as unique,
    i.indpred is null and am.amname = 'btree' and i.indkey[0] <> 0 as ordered,
    array(select a.attname::text from unnest(i.indkey) with ordinality k(attnum, at)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where k.at <= i.indnkeyatts order by k.at) as columns
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam
  where i.indrelid = $1 and i.indisvalid`;
