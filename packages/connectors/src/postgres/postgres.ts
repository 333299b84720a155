import {
  type CheckResult,
  type Connector,
  type ConnectorContext,
  describeError,
  messageOf,
  type StreamSummary,
  SyncError,
} from '@syncline/model';
import { postgresCapture } from './capture/postgresCapture.ts';
import { connectionDefinition } from './connection.ts';
import { postgresDestination } from './destination.ts';
import { markerTable } from './marker.ts';
import { scheduleNode } from './scheduleNode.ts';
import { atSource } from './session.ts';
import { postgresSource } from './source.ts';
import { formatTableName } from './sqlNames.ts';
import { syncIntake } from './syncIntake.ts';
import { syncNode } from './syncNode.ts';
import { syncSource } from './syncSource.ts';
import { upsertNode } from './upsertNode.ts';

const ownSchemas = ['pg_catalog', 'information_schema', 'pg_toast', 'syncline', 'pgboss'];
const tableKinds = { r: 'table', p: 'table', f: 'table', v: 'view', m: 'view' } as const;

interface FoundStream {
  schema: string;
  name: string;
  kind: keyof typeof tableKinds;
  estimate: number;
}

const streamSql = `
  select n.nspname as schema, c.relname as name, c.relkind as kind, c.reltuples::float8 as estimate
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition and c.relname <> '${markerTable}'
    and n.nspname <> all($1) and n.nspname not like 'pg\\_temp\\_%' and n.nspname not like 'pg\\_toast\\_%'
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
  order by 1, 2 limit 5000`;

function listStreams(context: ConnectorContext): Promise<StreamSummary[]> {
  return atSource(context, async (client) => {
    const found = await client.query<FoundStream>(streamSql, [ownSchemas]);
    return found.rows.map(({ schema, name, kind, estimate }) => ({
      name: formatTableName(schema, name),
      label: schema === 'public' ? name : `${schema}.${name}`,
      kind: tableKinds[kind],
      // -1 = never counted.
      ...(estimate >= 0 && tableKinds[kind] === 'table' ? { records: Math.round(estimate) } : {}),
    }));
  });
}

interface Rights {
  version: string;
  user: string;
  schema: string | null;
  creates: boolean | null;
  marked: boolean;
  watches: boolean;
}

const rightsSql = `
  select current_setting('server_version') as version, current_user as user, current_schema() as schema,
    has_schema_privilege(current_schema(), 'create') as creates, to_regclass('${markerTable}') is not null as marked,
    (select rolsuper from pg_roles where rolname = current_user)
      or pg_has_role(current_user, 'pg_read_all_stats', 'usage') as watches`;

async function checkConnection(context: ConnectorContext): Promise<CheckResult> {
  try {
    const streams = await listStreams(context);
    const found = await atSource(context, (client) => client.query<Rights>(rightsSql));
    const [rights] = found.rows;
    if (!rights) throw new Error('the check gave no answer');
    const warnings: string[] = [];
    if (rights.creates !== true && !rights.marked)
      warnings.push(
        `This user may not create tables in ${rights.schema ?? 'its schema'}: writes are repeated safely, but not marked as exactly-once.`,
      );
    if (!rights.watches)
      warnings.push(
        'This user can not see the open transactions of others: incremental reads hold back 60 seconds. Remedy: grant pg_read_all_stats to it.',
      );
    const version = rights.version.split(' ')[0] ?? '';
    const count = streams.length === 1 ? '1 table or view' : `${streams.length} tables and views`;
    return { ok: true, summary: `Connected to PostgreSQL ${version} as ${rights.user}, ${count}`, warnings };
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    const entry = describeError(thrown instanceof SyncError ? thrown.code : 'source.unreachable');
    return {
      ok: false,
      summary: messageOf(thrown),
      problem: { title: entry.title, whatToDo: entry.whatToDo },
    };
  }
}

/** PostgreSQL, read by keyset pages below a safe horizon and written by set-based upserts with a marker. */
export const postgresConnector: Connector = {
  system: 'postgres',
  title: 'PostgreSQL',
  connection: connectionDefinition,
  nodes: [syncNode, scheduleNode, upsertNode],
  sources: { [scheduleNode.type]: postgresSource, [syncNode.type]: syncSource },
  destinations: { [upsertNode.type]: postgresDestination },
  intakes: { [syncNode.type]: syncIntake },
  captures: { [syncNode.type]: postgresCapture },
  check: checkConnection,
  streams: listStreams,
};
