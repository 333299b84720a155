import { createHash } from 'node:crypto';
import { SyncError } from '@syncline/model';
import type { ClientBase } from 'pg';

const text = `
  select pg_is_in_recovery() as standby,
    case when pg_is_in_recovery() then '' else pg_walfile_name(pg_current_wal_insert_lsn()) end as file,
    (select system_identifier::text from pg_control_system()) as system`;

/**
 * Names one history of transaction numbers: this server, since it was last promoted. Transactions and snapshots are
 * comparable inside it and nowhere else, whatever happened to the slot. Both sides, stream and queries, ask the server for
 * it, so nobody has to hand it over: it is the `epoch` of all versions of kind `pg`.
 *
 * @throws SyncError(pause) on a standby, which may be promoted into another history.
 */
export async function readServerEpoch(client: ClientBase): Promise<number> {
  const found = await client.query<{ standby: boolean; file: string; system: string }>(text);
  const [server] = found.rows;
  if (!server || server.standby)
    throw new SyncError(
      'pause',
      'source.capture',
      'This server is a standby. Point the connection to its primary.',
      { pause: 'config' },
    );
  // The first eight digits of a log file's name are the timeline, which rises with every promotion and restore.
  return createHash('sha256')
    .update(`${server.system} ${server.file.slice(0, 8)}`)
    .digest()
    .readUInt32BE();
}
