import { randomUUID } from 'node:crypto';
import {
  type CaptureRequest,
  type CaptureStart,
  type ConnectorContext,
  SyncError,
  type Token,
} from '@syncline/model';
import type { PoolClient } from 'pg';
import { readServerEpoch } from '../serverEpoch.ts';
import { readCapturedTable } from './capturedTable.ts';
import { needsSetup, needsWalLevel } from './captureFailure.ts';
import { atCapture, type CaptureTarget, emitProbe, isProbe, targetOf } from './captureSession.ts';
import { ensurePublication } from './ensurePublication.ts';
import { freeSlot, isSlotGood, makeSlot } from './ensureSlot.ts';
import { formatLsn, parseLsn, readLogPosition, writePosition } from './logPosition.ts';
import { decodeMessage } from './pgoutput.ts';
import { ReplicationStream } from './replicationStream.ts';

const proveWithinMs = 30_000;

/**
 * Publication first, slot second: the stream looks the publication up as it was at each change. A slot made new is proven
 * by a message that goes through the log and comes back.
 */
export async function prepareCapture(
  context: ConnectorContext,
  request: CaptureRequest,
  token: Token | null,
): Promise<CaptureStart> {
  const target = targetOf(request);
  const { at, epoch, continued } = await atCapture(context, (client) => setUp(client, target, token));
  if (continued && token !== null) return { position: token, continued };
  await prove(context, target, at);
  return { position: writePosition({ at, inside: null, epoch }), continued: false };
}

async function setUp(client: PoolClient, target: CaptureTarget, token: Token | null) {
  const server = await readServer(client);
  const epoch = await readServerEpoch(client);
  const table = await readCapturedTable(client, target.table);
  const position = readLogPosition(token);
  if (position?.epoch === epoch && position.at > server.head)
    throw needsSetup(
      `The database was set back: its log ends at ${formatLsn(server.head)}, and changes up to ${formatLsn(position.at)} were synced already. Copy the flow and publish the copy, so that it compares everything anew.`,
    );
  await freeSlot(client, target.slot);
  const published = await ensurePublication(client, target.publication, table);
  if (published && position !== null && (await isSlotGood(client, target.slot, position.at)))
    return { at: position.at, epoch, continued: true };
  const at = await makeSlot(client, target.slot);
  return { at, epoch, continued: false };
}

async function readServer(client: PoolClient): Promise<{ head: bigint }> {
  const found = await client.query<{ version: number; level: string; standby: boolean; head: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('wal_level') as level,
       pg_is_in_recovery() as standby,
       case when pg_is_in_recovery() then '0/0' else pg_current_wal_insert_lsn()::text end as head`,
  );
  const { version = 0, level = '', standby = false, head = '0/0' } = found.rows[0] ?? {};
  if (version < 140_000)
    throw needsSetup('Changes can be followed from PostgreSQL 14 on. Read this table by a schedule instead.');
  if (!standby && level !== 'logical') throw needsWalLevel();
  return { head: parseLsn(head) };
}

/** Nothing that comes meanwhile is lost: none of it is confirmed. */
async function prove(context: ConnectorContext, target: CaptureTarget, from: bigint): Promise<void> {
  await using stream = await ReplicationStream.open(context, target, from);
  const nonce = randomUUID();
  await atCapture(context, (client) => emitProbe(client, nonce));
  const until = Date.now() + proveWithinMs;
  while (Date.now() < until) {
    for (const frame of await stream.next(until - Date.now())) {
      if (frame.kind !== 'data') continue;
      const message = decodeMessage(frame.body);
      if (message.kind === 'message' && isProbe(message) && message.content === nonce) return;
    }
  }
  throw new SyncError(
    'retry',
    'source.unreachable',
    `A test message did not come back through the change stream within ${proveWithinMs / 1000} seconds.`,
  );
}
