import type { ConnectorPort, FlowPort, StreamPort } from '@syncline/engine';
import type { ProcessLog } from '../observe/processLog.ts';

/** What capturing needs of the world. */
export interface CaptureParts {
  streams: StreamPort;
  flows: Pick<FlowPort, 'load'>;
  connectors: Pick<ConnectorPort, 'capture' | 'environment'>;
  /** Unique over all processes and restarts. */
  owner: string;
  log: ProcessLog;
  now: () => Date;
  random: () => number;
}

/** A capture is held as a part of a flow is: whoever dies is replaced within seconds. */
export const leaseTtlMs = 10_000;
export const heartbeatMs = 3_000;
