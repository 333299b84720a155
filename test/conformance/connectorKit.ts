import type { Connector, ConnectorContext, DataRecord } from '@syncline/model';

/**
 * What the suite needs to know of a system to put its connector through its paces. Everything is a function, because
 * the system is only up between `start` and `stop`.
 */
export interface ConnectorKit {
  connector: Connector;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A connection that works; `{}` when there is none. */
  connection(): Record<string, unknown>;
  /** Values that may appear in no message, log line or schema. */
  secrets: readonly string[];
  /** Connections whose check must fail. */
  badConnections?(): Record<string, Record<string, unknown>>;
  contextParts?(): Partial<ConnectorContext>;
  source?: SourceKit;
  destination?: DestinationKit;
  intake?: IntakeKit;
  faults?: FaultKit;
}

export interface SourceKit {
  type: string;
  /** Saved configs, each a way of reading the same records, by name. */
  configs(): Record<string, Record<string, unknown>>;
  /** Makes the system hold exactly the records with keys '1' to `count`. */
  seed(count: number): Promise<void>;
  incremental?: {
    config(): Record<string, unknown>;
    /** Changes these records now, all at the same moment. */
    touch(keys: readonly string[]): Promise<void>;
    /** Lets the time pass after which a change is safe to read. */
    settle(): Promise<void>;
  };
}

export interface DestinationKit {
  type: string;
  configs(): Record<string, Record<string, unknown>>;
  /** Empties the destination. */
  clear(): Promise<void>;
  /** The mapped record number n. Its text fields may take any text. */
  record(n: number): DataRecord;
  /** A record the destination refuses, when it refuses any. */
  badRecord?(n: number): DataRecord;
  /** Name of a text field that comes back as it was sent. */
  textField: string;
  /** What the destination holds, in any order. */
  contents(): Promise<DataRecord[]>;
}

/** Switches of the pretend system. Each concerns the next request only. */
export interface FaultKit {
  limit(seconds: number): void;
  serverError(): void;
  htmlError(): void;
  cut(): void;
  truncate(): void;
  stall(): void;
  /** The write happens, the answer gets lost. */
  loseAnswer(): void;
  refuseSignIn(): void;
  clear(): void;
  /** Requests that came so far. */
  requests(): number;
}

export interface IntakeKit {
  type: string;
  config(): Record<string, unknown>;
  connection(): Record<string, unknown>;
  /** Headers with which the sender would send this body. */
  sign(body: string, at: Date): Record<string, string>;
  /** One event of record `key` in its state number `state`. */
  event(key: string, state: number): string;
}
