import type { ClientBase } from 'pg';
import { quoteName } from '../sqlNames.ts';
import { readTableShape } from '../tableShape.ts';
import { needsSetup } from './captureFailure.ts';

/** The table a capture follows, checked for what the stream needs of it. */
export interface CapturedTable {
  oid: number;
  sqlName: string;
  /** As a config names it; the stream of all its changes. */
  label: string;
  key: string[];
}

interface Identity {
  oid: number;
  /** Of the table, or of the partition where rows are. */
  name: string;
  kind: string;
  columns: string[] | null;
}

const identitySql = `
  with tree as (select $1::regclass::oid as oid union select relid from pg_partition_tree($1::regclass) where isleaf)
  select $1::regclass::oid as oid, c.oid::regclass::text as name, c.relreplident as kind, (
      select array_agg(a.attname::text) from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[])
      where i.indrelid = c.oid and i.indisreplident
    ) as columns
  from tree join pg_class c on c.oid = tree.oid`;

/** @throws SyncError(pause) that says what to change at the table. */
export async function readCapturedTable(client: ClientBase, table: string): Promise<CapturedTable> {
  const shape = await readTableShape(client, table, 'source');
  if (shape.kind !== 'r' && shape.kind !== 'p')
    throw needsSetup(
      `${shape.label} is not a table: only tables tell of their changes. Choose a table.`,
      'schema',
    );
  const { primaryKey } = shape;
  if (primaryKey.length === 0)
    throw needsSetup(
      `${shape.label} has no primary key, so nobody can tell its rows apart. Add one: ALTER TABLE ${shape.sqlName} ADD PRIMARY KEY (…);`,
      'schema',
    );
  const found = await client.query<Identity>(identitySql, [shape.sqlName]);
  for (const { name, kind, columns } of found.rows) {
    const lacksKey = kind === 'i' && primaryKey.some((column) => !columns?.includes(column));
    if (kind !== 'n' && !lacksKey) continue;
    throw needsSetup(
      `${name} does not log the key of what is changed or deleted. Run: ALTER TABLE ${name} REPLICA IDENTITY DEFAULT;`,
      'schema',
    );
  }
  return {
    oid: found.rows[0]?.oid ?? 0,
    sqlName: `${quoteName(shape.schema)}.${quoteName(shape.name)}`,
    label: shape.label,
    key: primaryKey,
  };
}
