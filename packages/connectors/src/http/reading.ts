import type { ConnectorContext } from '@syncline/model';
import type { EgressAnswer } from '../egress/egress.ts';
import { addressOf, credentialsOf, type HttpConnection, readHttpConnection } from './connection.ts';
import { requestInTurn } from './quota/requestInTurn.ts';
import { type ScheduleConfig, scheduleConfigSchema } from './scheduleNode.ts';
import { formatSince } from './sinceTime.ts';
import { toSourceError } from './sourceAnswer.ts';

/** What one read of an API needs, taken from connection and config once. */
export interface Reading {
  context: ConnectorContext;
  connection: HttpConnection;
  config: ScheduleConfig;
  list: URL;
}

/** @param low changes since then only; null = everything. */
export function beginReading(
  context: ConnectorContext,
  saved: Record<string, unknown>,
  low: string | null,
): Reading {
  const connection = readHttpConnection(context.connection);
  const config = scheduleConfigSchema.parse(saved);
  const list = addressOf(connection, config.path);
  for (const [name, value] of Object.entries(config.query)) list.searchParams.set(name, value);
  if (low !== null && config.sinceParam) {
    list.searchParams.set(config.sinceParam, formatSince(low, config.sinceFormat));
  }
  return { context, connection, config, list };
}

/** @throws SyncError when no answer came. */
export async function ask(
  { context, connection, config }: Reading,
  url: URL,
  method: 'GET' | 'POST' | 'HEAD',
): Promise<EgressAnswer> {
  const withBody = method === 'POST' && config.body !== undefined;
  try {
    return await requestInTurn(
      { context, connection, side: 'source' },
      {
        method,
        url,
        headers: { accept: 'application/json', ...(withBody && { 'content-type': 'application/json' }) },
        credentials: credentialsOf(connection),
        ...(withBody && { body: config.body }),
        signal: context.signal,
      },
    );
  } catch (thrown) {
    throw toSourceError(thrown);
  }
}
