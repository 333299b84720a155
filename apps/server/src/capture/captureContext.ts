import type { ConnectorContext } from '@syncline/model';
import type { CaptureParts } from './captureParts.ts';

/** What a connector gets for one call of its capture. Its lines go to the log of the process: there is no run. */
export function captureContext(
  { connectors, log, now }: Pick<CaptureParts, 'connectors' | 'log' | 'now'>,
  connection: Record<string, unknown>,
  signal: AbortSignal,
  about: Record<string, unknown>,
): ConnectorContext {
  const { dataFolder, egressAllow } = connectors.environment;
  return {
    connection,
    signal,
    now,
    log: (level, text) => log[level](about, text),
    dataFolder,
    egressAllow,
  };
}
