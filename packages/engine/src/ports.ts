import type { ExpressionHost } from '@syncline/mapping';
import type { LogLevel, Outcome, PauseReason, Plan, RawRequest, Value } from '@syncline/model';
import type { ConnectorPort } from './connectorPort.ts';
import type { JobPort } from './jobPort.ts';
import type { LinkPort } from './link/linkPort.ts';
import type { RunPort } from './runPorts.ts';
import type {
  LetterOrigin,
  ParkedPort,
  PauseDetail,
  RefusedConnection,
  ReplayPort,
  SweepPort,
} from './syncPorts.ts';

export type { ConnectorPort } from './connectorPort.ts';
export type { JobPort, PartJob } from './jobPort.ts';
export type { LinkPort, LinkState, LinkWrite } from './link/linkPort.ts';
export type {
  Attempt,
  AttemptRecord,
  PageSettlement,
  RunEnd,
  RunPart,
  RunPort,
  RunWait,
} from './runPorts.ts';
export type {
  CaptureLease,
  CaptureState,
  LetterOrigin,
  MissingRecord,
  ParkedItem,
  ParkedPort,
  ParkedWrite,
  PauseDetail,
  RecordChange,
  RefusedConnection,
  ReplayedLetter,
  ReplayItem,
  ReplayPort,
  SeenKeys,
  StreamPort,
  SweepPort,
} from './syncPorts.ts';

/**
 * Everything the engine needs of the world. `packages/store` implements the stateful ones on PostgreSQL,
 * `apps/server` hands in the rest. Ids are text (database bigints or uuids), times are Dates from the database clock
 * where the comment says so.
 */
export interface EnginePorts {
  leases: LeasePort;
  flows: FlowPort;
  runs: RunPort;
  inbox: InboxPort;
  ledger: LedgerPort;
  parked: ParkedPort;
  replays: ReplayPort;
  sweeps: SweepPort;
  links: LinkPort;
  logs: LogPort;
  slots: SlotPort;
  jobs: JobPort;
  connectors: ConnectorPort;
  expressions: ExpressionHost | null;
  now: () => Date;
  /** Uniform in [0, 1): jitter. */
  random: () => number;
  newId: () => string;
  /** First 16 bytes of SHA-256 as base64url, 22 characters. Hot. */
  digest: (text: string) => string;
}

// ---------------------------------------------------------------- leases

/** The right to work on one part of one flow. Every later write carries the epoch; a stale one changes nothing. */
export interface Lease {
  flowId: string;
  part: number;
  owner: string;
  epoch: number;
}

/** What a person asked for meanwhile; read with each heartbeat. */
export interface FlowOrders {
  desired: 'live' | 'paused';
  /** Version that new runs should use. */
  version: number;
  cancelRuns: string[];
}

export interface LeasePort {
  /**
   * Takes the lease when it is free or its time is over (database clock): epoch + 1. Null while another owner lives.
   */
  acquire(flowId: string, part: number, owner: string, ttlMs: number): Promise<Lease | null>;
  /** Heartbeat. Null = lost: stop at once, change nothing more. */
  renew(lease: Lease, ttlMs: number): Promise<FlowOrders | null>;
  release(lease: Lease): Promise<void>;
}

/** Thrown by every write that carries a lease whose epoch is no longer the newest. */
export class FencedError extends Error {
  constructor(lease: Lease) {
    super(`another worker took over part ${lease.part} of flow ${lease.flowId}`);
    this.name = 'FencedError';
  }
}

// ---------------------------------------------------------------- flows

export interface ActiveFlow {
  flowId: string;
  name: string;
  desired: 'live' | 'paused';
  version: number;
  plan: Plan;
  /** Ledger id of each destination node. Stable over versions. */
  destinationIds: Record<string, string>;
  /** Logical connection name -> parsed config with secrets in clear. Missing = not bound. */
  connections: Record<string, Record<string, unknown>>;
  /** The database's time before the connections were read. */
  readAt: Date;
}

export interface FlowPort {
  /** The given published version (default: the active one). Null when the flow is gone. */
  load(flowId: string, version?: number): Promise<ActiveFlow | null>;
  /**
   * Durable stop with its reason; capture goes on. Fenced. A refused connection stops all live flows that use it.
   *
   * @returns false when nothing was stopped, since the connection was changed after it was read: try what it is now.
   */
  pause(
    lease: Lease,
    reason: PauseReason,
    message: string,
    detail?: PauseDetail | RefusedConnection,
  ): Promise<boolean>;
}

// ---------------------------------------------------------------- inbox

export interface InboxItem {
  /** Ascending in order of arrival. */
  id: string;
  node: string;
  receivedAt: Date;
  request: RawRequest;
}

export interface InboxPort {
  /** Oldest rows of this part's lanes (`lane % parts === part`) for one trigger node, at most `limit` and about `bytes`. */
  read(
    flowId: string,
    node: string,
    part: number,
    parts: number,
    limit: number,
    bytes: number,
  ): Promise<InboxItem[]>;
}

// ---------------------------------------------------------------- ledger

/**
 * `orphan`: the destination holds the record, the source no longer does, and the flow was told to leave it there.
 * Numbers of the states are on disk: add at the end.
 */
export type LedgerState = 'synced' | 'failed' | 'dead' | 'tombstone' | 'uncertain' | 'orphan';

/** What a destination holds of a record, as far as we know. */
export interface LedgerEntry {
  hash: string;
  /** Compact text of the source version, see versionText. */
  version: string;
  state: LedgerState;
  remoteId: string | null;
  /** Run that last wrote it, and the settled page that counted it; a run without a page = written, but not counted yet. */
  runId: string | null;
  page: number | null;
  outcome: Outcome | null;
}

export interface LedgerWrite extends LedgerEntry {
  destinationId: string;
  key: string;
  /** Identity at the source; null when it is the same. */
  sourceKey: string | null;
  /**
   * Texts by which a person may look for the record (e-mail, phone), as `searchTerm` makes them; null keeps those it has.
   */
  terms: readonly string[] | null;
}

export interface LedgerPort {
  /** Entries of these keys; a missing key is absent from the map. Hot: one indexed statement. */
  read(destinationId: string, keys: string[]): Promise<Map<string, LedgerEntry>>;
  /**
   * Under which key the destination holds records of the source, by their source keys: for deletes that bring nothing
   * else. Live entries only, the newest of several; a record it does not hold is absent from the map.
   */
  keysOf(destinationId: string, sourceKeys: string[]): Promise<Map<string, string>>;
}

/** One line of a record's story; written for unhappy outcomes only. */
export interface RecordEvent {
  node: string;
  destinationId: string | null;
  key: string | null;
  outcome: Outcome;
  code: string;
  detail: string | null;
}

export interface DeadLetterWrite {
  node: string;
  destinationId: string | null;
  key: string | null;
  /** `parked`: nothing failed, but a person has to decide. It counts as no failure. */
  outcome: 'dead' | 'rejected' | 'uncertain' | 'parked';
  code: string;
  message: string;
  field: string | null;
  place: string | null;
  /** What came in and what the mapping made of it; encrypted at rest. */
  input: Value | undefined;
  mapped: Value | undefined;
  version: string;
  attempts: number;
  /** What it takes to run the record once more; null for input that never became a record. */
  origin: LetterOrigin | null;
}

// ---------------------------------------------------------------- logs

export interface LogEntry {
  ts: Date;
  level: LogLevel;
  node: string | null;
  text: string;
  key: string | null;
  code: string | null;
}

export interface LogPort {
  /** Appends in order; `seq` is given by the store, monotone within the run over all its workers. */
  append(runId: string, entries: LogEntry[]): Promise<void>;
}

// ---------------------------------------------------------------- schedules

/** `read` of a schedule · `sweep` of a stream · `release` of a checkpoint that waits for a time. */
export type SlotKind = 'read' | 'sweep' | 'release';

export interface DueSlot {
  flowId: string;
  node: string;
  kind: SlotKind;
  cron: string;
  timezone: string;
  overlap: 'skip' | 'queue-one' | 'queue-all' | 'replace';
  catchup: 'latest' | 'all' | 'none';
  slot: Date;
}

export type SlotDecision = { slot: Date; as: 'run' | 'missed' };

export interface SlotPort {
  /** Schedules of live flows whose slot is due (database clock), at most 100. */
  due(): Promise<DueSlot[]>;
  /**
   * Fires in one transaction under a row lock: a run per decision (unique per flow, feeder, slot; the overlap policy may turn
   * it into a `skipped` run), `next` as the schedule's new slot, and the job. A lost race changes nothing.
   */
  fire(due: DueSlot, decisions: SlotDecision[], next: Date | null): Promise<void>;
  /** Flow parts which have work (inbox rows, due runs) and no live lease nor job: the safety net. */
  orphans(): Promise<{ flowId: string; part: number }[]>;
}
