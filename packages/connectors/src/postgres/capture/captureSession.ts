import type { CaptureRequest, ConnectorContext } from '@syncline/model';
import type { PoolClient } from 'pg';
import { readSettings } from '../connection.ts';
import { withClient } from '../pool.ts';
import { parseSyncConfig } from '../syncNode.ts';
import { describeCaptureFailure } from './captureFailure.ts';
import { type CaptureNames, captureNames } from './captureNames.ts';

/** What a capture is about, by its request. */
export interface CaptureTarget extends CaptureNames {
  table: string;
}

export const targetOf = ({ config, captureId }: CaptureRequest): CaptureTarget => ({
  ...captureNames(captureId),
  table: parseSyncConfig(config).table,
});

/** A connection for the catalogue; what goes wrong says what to do at the server. */
export async function atCapture<T>(
  context: ConnectorContext,
  use: (client: PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await withClient(context, use);
  } catch (thrown) {
    context.signal.throwIfAborted();
    throw describeCaptureFailure(thrown, readSettings(context).user);
  }
}

const probePrefix = 'syncline';

/** Writes a message into the log that the stream brings back. @returns the place right behind it. */
export async function emitProbe(client: PoolClient, content: string): Promise<string> {
  const found = await client.query<{ at: string }>(
    'select pg_logical_emit_message(false, $1, $2)::text as at',
    [probePrefix, content],
  );
  return found.rows[0]?.at ?? '0/0';
}

export const isProbe = (message: { prefix: string }): boolean => message.prefix === probePrefix;
