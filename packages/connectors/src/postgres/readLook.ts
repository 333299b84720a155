import { postgresSnapshotVersion, type SourceVersion } from '@syncline/model';
import type { ClientBase } from 'pg';
import { readServerEpoch } from './serverEpoch.ts';

/**
 * As of when the reads that follow see the database, comparable with the events of its change log. Taken first: what is
 * committed between the two is then told by its event once more, and changes nothing.
 */
export async function readSnapshotVersion(client: ClientBase, epoch: number): Promise<SourceVersion> {
  const found = await client.query<{ at: string }>('select pg_current_snapshot()::text as at');
  return postgresSnapshotVersion(found.rows[0]?.at ?? '', epoch);
}

/**
 * The same for a step that follows no log, but may have another beside it that does. Null where no log can be followed:
 * on a standby, by a user who may not ask, on servers that only speak the protocol.
 */
export async function readLook(client: ClientBase): Promise<SourceVersion | null> {
  try {
    return await readSnapshotVersion(client, await readServerEpoch(client));
  } catch {
    // A connection that is gone says so again at the read itself.
    return null;
  }
}
