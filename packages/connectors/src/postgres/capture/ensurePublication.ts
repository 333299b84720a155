import type { ClientBase } from 'pg';
import { isServerError } from '../failures.ts';
import { quoteName } from '../sqlNames.ts';
import type { CapturedTable } from './capturedTable.ts';
import { needsSetup } from './captureFailure.ts';

interface FoundPublication {
  version: number;
  /** Null = there is none. */
  tables: string[] | null;
  whole: boolean | null;
}

const findSql = `
  select current_setting('server_version_num')::int as version, p.tables, p.whole from (values (1)) as one (row)
  left join (
    select pubinsert and pubupdate and pubdelete and pubtruncate and pubviaroot as whole,
      array(select prrelid::text from pg_publication_rel where prpubid = pg_publication.oid) as tables
    from pg_publication where pubname = $1
  ) p on true`;

/**
 * The list of what goes into the stream: this table alone. An administrator may have made it for us.
 *
 * @returns whether it was there already, with this table. If not, nothing that a slot remembers is of use.
 * @throws SyncError(pause) with the statement to run when this user may not make it.
 */
export async function ensurePublication(
  client: ClientBase,
  name: string,
  table: CapturedTable,
): Promise<boolean> {
  const found = await client.query<FoundPublication>(findSql, [name]);
  const { tables = null, whole = null, version = 0 } = found.rows[0] ?? {};
  if (whole === true && tables?.length === 1 && tables[0] === String(table.oid)) return true;
  const create = createStatement(name, table, version);
  try {
    if (tables !== null) await client.query(`drop publication ${quoteName(name)}`);
    await client.query(create);
  } catch (thrown) {
    if (!isServerError(thrown) || thrown.code !== '42501') throw thrown;
    const drop = tables === null ? '' : `DROP PUBLICATION ${quoteName(name)}; `;
    throw needsSetup(
      `This user may not publish ${table.label}. Let its owner or an administrator run: ${drop}${create};`,
      'permission',
    );
  }
  return false;
}

function createStatement(name: string, table: CapturedTable, version: number): string {
  // Generated columns are in the stream since version 18, when asked for.
  const generated = version >= 180_000 ? ', publish_generated_columns = stored' : '';
  return `CREATE PUBLICATION ${quoteName(name)} FOR TABLE ${table.sqlName} WITH (publish_via_partition_root = true${generated})`;
}
