import type * as z from 'zod';
import type { AnyNodeDefinition, DeliveryClass } from '../node/nodeDefinition.ts';
import type { Change, Hint, RejectedInput, SourceVersion } from '../record/envelope.ts';
import type { RecordSchema, Value } from '../record/schema.ts';
import type { Capture } from './capture.ts';
import type { MatchOutcome, WriteOutcome, WriteRecord, WriteRequest } from './write.ts';

/** JSON a connector gives the engine to keep and hand back: a cursor, a page token. At most 8 KiB. */
export type Token = Value;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a connector gets for one call. It lives as long as the call. */
export interface ConnectorContext {
  /** Parsed connection config with secrets in clear; `{}` when the node needs no connection. Never log it. */
  connection: Record<string, unknown>;
  /** Ends the call: stop within a second. */
  signal: AbortSignal;
  now: () => Date;
  log: (level: LogLevel, text: string) => void;
  /** Folder that files are read from and written to; nothing outside it may be touched. */
  dataFolder: string;
  /** Addresses beyond the public internet that outgoing HTTP may reach: CIDR or `host:port`. */
  egressAllow: readonly string[];
  /** Where calls are limited, live ones go before those that read in bulk. Left out = somebody waits for it: live. */
  priority?: 'live' | 'batch';
}

/** A kind of connection: its form, which of its fields are secret. */
export interface ConnectionDefinition {
  kind: string;
  title: string;
  icon: string;
  doc: string;
  config: z.ZodType<Record<string, unknown>>;
  /** Top-level config fields that are encrypted, write-only and masked. */
  secrets: readonly string[];
}

export interface CheckResult {
  ok: boolean;
  /** One line for people: "Connected to PostgreSQL 18.4 as app, 12 tables". */
  summary: string;
  /** What is wrong and what to do, when not ok. */
  problem?: { title: string; whatToDo: string };
  warnings?: string[];
}

export interface StreamSummary {
  /** As the node's config names it: `public.contacts`. */
  name: string;
  label: string;
  /** Rough number of records, when the system tells. */
  records?: number;
  kind?: 'table' | 'view' | 'file' | 'list';
}

/** The window of an incremental read, half open: `low <= cursor < high`. Both are the connector's own JSON. */
export interface ReadWindow {
  low: Token;
  /** Fixed before the first read (the safe horizon); becomes the next `low`. */
  high: Token;
}

export interface ReadRequest {
  config: Record<string, unknown>;
  /** null = read everything there is. */
  window: ReadWindow | null;
  /** Where to go on: the token of the last settled page; null = from the start. */
  token: Token | null;
  pageRecords: number;
  pageBytes: number;
}

export interface ReadPage {
  changes: Change[];
  rejected: RejectedInput[];
  /** Reading with this token goes on right after this page. */
  token: Token;
  /** Rough size in memory. */
  bytes: number;
  /** How much of the whole is behind us, 0..1, when known. */
  progress?: number;
}

/** A feeder that asks: `schedule` nodes. */
export interface Source {
  /**
   * Fixes the window of an incremental run before its first read. `low` is what the last finished run left, null at the
   * first run (then the window begins at the beginning).
   * @returns null when the config asks for a full read.
   */
  openWindow(
    context: ConnectorContext,
    config: Record<string, unknown>,
    low: Token | null,
  ): Promise<ReadWindow | null>;
  /**
   * Pages in a stable order, each with the token that resumes after it. Reading again from a token may give newer
   * states of records but skips none that was there all the time.
   * @throws SyncError with its verdict; the engine retries, pauses or fails by it.
   */
  read(context: ConnectorContext, request: ReadRequest): AsyncIterable<ReadPage>;
  /**
   * The present state of single records, at most 500 keys a call. Every key is in exactly one of the lists. Called while
   * the records are locked against everyone else in the flow, so what it gives is newer than all that was proposed before.
   * Left out when the system can't be asked so.
   * @throws SyncError as `read` does.
   */
  fetch?(
    context: ConnectorContext,
    config: Record<string, unknown>,
    keys: readonly string[],
  ): Promise<FetchedRecords>;
  /** Whether `fetch` can be called with this config; left out = with every one. Pure. */
  fetches?(config: Record<string, unknown>): boolean;
  /**
   * How many keys a call should hold, at most 500; left out = so many. Few where each costs a request: what one call found
   * out is kept, however long a limit then holds the next. Pure.
   */
  fetchesAtOnce?(config: Record<string, unknown>): number;
  describe(context: ConnectorContext, config: Record<string, unknown>): Promise<RecordSchema>;
}

export interface FetchedRecords {
  /** Records that exist, with op `upsert`. */
  changes: Change[];
  /** Keys without a record: it was deleted, or never was. */
  absent: string[];
  /** Of this look, where the system has one: comparable with those of its records, so that a delete has one too. */
  version?: SourceVersion;
}

export interface Destination {
  /** Class for this config and connection; may look (can we create our marker table?). Asked once per run. */
  delivery(context: ConnectorContext, config: Record<string, unknown>): Promise<DeliveryClass>;
  /**
   * Most records a batch should hold with this config, where that is fewer than the type can take: so many as it writes in
   * some seconds, for between two batches a load gives way to live changes. Left out = what the type can take. Pure.
   */
  batchSize?(config: Record<string, unknown>): number;
  /**
   * Writes a batch. Same length and order as `batch`. Keys in one batch are distinct. What takes long gives back in time
   * what it has not begun (`notBegun`): after 30 s the call is broken off, and what is on its way counts as lost.
   * @throws SyncError only when nothing is known of any record (connection refused before sending, auth, schema).
   */
  write(context: ConnectorContext, request: WriteRequest): Promise<WriteOutcome[]>;
  /**
   * Looks for records that may be there already without our doing, so that each is adopted instead of doubled. Asked only
   * where `matches` says so, about upserts whose id here is not known, while the records are locked against everyone else
   * in the flow and before anything of them is sent; asked again whenever a write of one may have been lost. Only reads.
   * Same length and order as `batch`. A record found once is then written with that `remoteId`, to be kept with it. "none"
   * means that the system said so: an answer that can't be understood is a failure.
   * @throws SyncError as `write` does, when nothing is known of any record.
   */
  match?(
    context: ConnectorContext,
    request: { config: Record<string, unknown>; batch: WriteRecord[] },
  ): Promise<MatchOutcome[]>;
  /** Whether `match` is to be asked with this config; left out = with every one. Pure. */
  matches?(config: Record<string, unknown>): boolean;
  /**
   * Class T: did the attempt commit? Must also make sure that it can't commit any more when the answer is `absent`.
   * Class L: look the records up by their marker.
   */
  recover?(
    context: ConnectorContext,
    request: { config: Record<string, unknown>; attemptId: string; destinationId: string },
  ): Promise<'applied' | 'absent'>;
  /** Fields it accepts, with required ones marked. Open when unknown. */
  describe(context: ConnectorContext, config: Record<string, unknown>): Promise<RecordSchema>;
  /**
   * Each run must be given every record again, because it replaces what is there; the ledger then decides nothing but
   * what this run has already handed over. Deletes are left out: what a run does not bring is gone.
   */
  wholeState?(config: Record<string, unknown>): boolean;
  /**
   * After the last page of a run that succeeded or was partial, before the run is marked so (put a file in place, refresh
   * a view); never for a run that was cancelled or failed. Only for destinations that the run's feeder leads to. A crash
   * may come in between, so being called again for the same run must change nothing.
   */
  finish?(
    context: ConnectorContext,
    request: { config: Record<string, unknown>; runId: string; destinationId: string },
  ): Promise<void>;
}

/** A raw HTTP request as it arrived at a webhook. Header names in lower case; repeated headers joined with `, `. */
export interface RawRequest {
  method: string;
  headers: ReadonlyMap<string, string>;
  body: Uint8Array;
}

export type Verdict = { ok: true } | { ok: false; code: string; message: string };

/** A feeder that listens: `trigger` nodes fed through POST /hooks/{endpoint}. Pure and fast: it runs on every post. */
export interface Intake {
  /** Over the raw bytes, in constant time. */
  verify(
    request: RawRequest,
    config: Record<string, unknown>,
    connection: Record<string, unknown>,
    now: Date,
  ): Verdict;
  /** Key under which a repeated delivery is recognised; null when the sender gives none. */
  dedupeKey(request: RawRequest, config: Record<string, unknown>): string | null;
  /** Cheap look at the body for the lane: identity of the (only) record, null when unknown. Never throws. */
  laneKey(request: RawRequest, config: Record<string, unknown>): string | null;
  /** Body -> changes. What can't be read becomes `rejected`, never an exception. */
  decode(
    request: RawRequest,
    config: Record<string, unknown>,
    arrival: { eventId: string; receivedTs: string },
  ): DecodedEvents;
  describe(config: Record<string, unknown>, samples: RawRequest[]): RecordSchema;
}

export interface DecodedEvents {
  changes: Change[];
  rejected: RejectedInput[];
  /** Records to read again by their key: the event did not bring them whole, or states no version to trust. */
  hints?: Hint[];
}

/** One system: its connection, its nodes and what they do. Registered by one line in `registry.ts`. */
export interface Connector {
  system: string;
  title: string;
  connection?: ConnectionDefinition;
  nodes: readonly AnyNodeDefinition[];
  sources: Readonly<Record<string, Source>>;
  destinations: Readonly<Record<string, Destination>>;
  intakes: Readonly<Record<string, Intake>>;
  captures?: Readonly<Record<string, Capture>>;
  check?(context: ConnectorContext): Promise<CheckResult>;
  streams?(context: ConnectorContext): Promise<StreamSummary[]>;
}
