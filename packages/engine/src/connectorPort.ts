import type { Capture, Destination, Intake, Source } from '@syncline/model';

/** What connectors are known, by the types of their steps. */
export interface ConnectorPort {
  source(type: string): Source | undefined;
  destination(type: string): Destination | undefined;
  intake(type: string): Intake | undefined;
  capture(type: string): Capture | undefined;
  /** Most records in one write of this destination type; absent = a whole page. */
  maxBatch?(type: string): number | undefined;
  /** What every call gets beside connection, signal, clock and log. */
  environment: { dataFolder: string; egressAllow: readonly string[] };
}
