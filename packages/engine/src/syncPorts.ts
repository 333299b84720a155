import type { CapturedEvent, Change, DataRecord, Outcome, PauseReason, Token } from '@syncline/model';

// ---------------------------------------------------------------- checkpoints

/** A record that a checkpoint keeps. It lives in the database alone: ten thousand of them hold no memory and no worker. */
export interface ParkedWrite {
  /** The checkpoint, and its id in the ledger: a checkpoint has ledger rows as a destination has. */
  node: string;
  destinationId: string;
  /** Identity at the checkpoint. One record of it is parked at a time: the newest. */
  key: string;
  /** What goes on when it is let go; sealed at rest. */
  change: Change;
  record: DataRecord;
  /** Of the mapped record, '' on a delete: what a decision is bound to. */
  contentHash: string;
  version: string;
  /** When it goes on by itself; null = when a person says so. `now` = with the next look. */
  due: Date | 'now' | null;
  /** When its `whenExpired` is done; null = never. */
  expires: Date | null;
  whenExpired: 'reject' | 'approve' | null;
}

export interface ParkedItem {
  id: string;
  key: string;
  change: Change;
  record: DataRecord;
  /** A person looked at it and let it go on: not its time, nor what was agreed. */
  isApproved: boolean;
}

export interface ParkedPort {
  /** Records of this part that may go on from the checkpoint now, in order of their approval. */
  read(flowId: string, node: string, part: number, parts: number, limit: number): Promise<ParkedItem[]>;
  /** When the next one of this part goes on by itself; null = nothing waits for a time. */
  nextDue(flowId: string, node: string, part: number, parts: number): Promise<Date | null>;
  /** Does what was agreed for records whose time to decide is over, in all flows. @returns how many. */
  expire(): Promise<number>;
}

// ---------------------------------------------------------------- replays

/** The envelope of a record that was given up, without the record itself (that is the letter's input). */
export interface LetterOrigin {
  feeder: string;
  /** Identity at the source, which also chooses the lane. */
  sourceKey: string;
  change: Omit<Change, 'record'>;
}

export interface ReplayItem {
  letterId: string;
  /** With the edit, if there is one, in place of what came in. */
  change: Change;
  /** Of the letter's origin: differs from `change.key` when a checkpoint let the record go on. Chooses the part. */
  sourceKey: string;
}

export interface ReplayedLetter {
  id: string;
  /**
   * `superseded`: something newer was there already, or it failed again and its new letter stands for it. `open`: nothing
   * was decided, it stays on the list.
   */
  state: 'replayed' | 'superseded' | 'open';
}

export interface ReplayPort {
  /** Letters that this run replays, in order of their ids, after the one given. */
  read(runId: string, after: string | null, limit: number): Promise<ReplayItem[]>;
}

// ---------------------------------------------------------------- sweeps

/** Records of a page that a sweep met, by the identity each destination knows them under. */
export interface SeenKeys {
  destinationId: string;
  keys: string[];
}

/** A record a sweep did not meet. */
export interface MissingRecord {
  /** Identity at the destination. */
  key: string;
  sourceKey: string;
}

/** What a run has met, and what it would have to delete. Over all lanes: a part picks its own by the source key. */
export interface SweepPort {
  /** How many records the destination holds by its ledger, and how many of them this sweep did not meet. */
  count(runId: string, destinationId: string): Promise<{ known: number; missing: number }>;
  /**
   * Live records it did not meet, in order of `key`, after the one given. Tombstones and orphans are not live, but a
   * tombstone this run laid without a page (its worker died before it could be counted) is listed too. One that failed in
   * this run is not missing.
   */
  missing(
    runId: string,
    destinationId: string,
    after: string | null,
    limit: number,
  ): Promise<MissingRecord[]>;
  /** How many live records the ledger has for a destination: what the mass-change guard compares with. */
  known(destinationId: string): Promise<number>;
  /** How many records this run has deleted at a destination so far, by its settled pages. */
  deleted(runId: string, node: string): Promise<number>;
  /**
   * How many records runs without an end deleted at a destination within the last minutes, by their settled pages. Begins
   * anew when a person decided about deletes there.
   */
  deletedLately(destinationId: string, minutes: number): Promise<number>;
  /** What persons said about deletes that had come from a feeder, oldest first. */
  words(destinationId: string, feeder: string): Promise<DeleteWord[]>;
}

/** Deletes that had come until then are let through, or left out. */
export interface DeleteWord {
  until: Date;
  allowed: boolean;
}

export interface DeletedRecords {
  destinationId: string;
  records: number;
}

/** What a person has to know to decide whether a run may delete so many records. */
export interface PauseDetail {
  runId: string;
  node: string;
  /** Records it would have deleted by now, and how many the destination holds. */
  count: number;
  known: number;
  /** Some of them, by their identity at the destination (of an empty listing: none). */
  keys: string[];
}

/** A system took the credentials of a connection for wrong: what every flow that uses it would meet. */
export interface RefusedConnection {
  /** Its name in the flow. */
  connection: string;
  /** `ActiveFlow.readAt` of the credentials that were refused: whoever replaced them meanwhile knows. */
  readAt: Date;
}

// ---------------------------------------------------------------- streams

/** The right to capture one stream: by time of the database and with a fencing epoch, as leases of parts are. */
export interface CaptureLease {
  flowId: string;
  node: string;
  owner: string;
  epoch: number;
}

export interface CaptureState {
  captureId: string;
  position: Token | null;
  /** Rises when capture had to begin anew: versions of different generations are not comparable. */
  generation: number;
  /** The backfill of this generation; null = not asked for yet. */
  backfillRunId: string | null;
  backfillEnded: boolean;
  /** The source's position when the backfill ended; in sync once capture has passed it. */
  backfillHead: Token | null;
  inSync: boolean;
}

export interface StreamPort {
  /** Streams of published flows that nobody captures now; paused flows too, for capture goes on. */
  unheld(): Promise<{ flowId: string; node: string }[]>;
  acquire(flowId: string, node: string, owner: string, ttlMs: number): Promise<CaptureLease | null>;
  /** Null = lost, or the flow no longer has this stream: stop. */
  renew(lease: CaptureLease, ttlMs: number): Promise<{ version: number } | null>;
  release(lease: CaptureLease): Promise<void>;
  load(lease: CaptureLease): Promise<CaptureState>;
  /** Capture is proven from this position on. `fresh` = a new generation: what exists has to be loaded (again). Fenced. */
  began(lease: CaptureLease, position: Token, fresh: boolean): Promise<CaptureState>;
  /**
   * Puts events into the inbox, each with its lane, and moves the position, in one transaction; wakes the parts.
   * A `resync` event queues a sweep instead. Fenced.
   */
  take(lease: CaptureLease, events: readonly CapturedEvent[], position: Token): Promise<void>;
  /** Queues the backfill of this generation unless it is there. Fenced. @returns its run. */
  backfill(lease: CaptureLease): Promise<string>;
  backfillEnded(lease: CaptureLease, head: Token): Promise<void>;
  /** Loaded, and capture has passed the end of the loading. Fenced. */
  inSync(lease: CaptureLease): Promise<void>;
  report(
    lease: CaptureLease,
    state: {
      lagBytes: number | null;
      problem: { code: string; message: string; pause: PauseReason | null } | null;
    },
  ): Promise<void>;
  /** Captures whose flow or step is gone, to be removed at their source; with the connection they had. */
  dropped(): Promise<
    {
      id: string;
      type: string;
      captureId: string;
      config: Record<string, unknown>;
      connection: Record<string, unknown>;
    }[]
  >;
  /** It is removed at its source, or can't be: no more is to be done. */
  dropDone(id: string): Promise<void>;
}

// ---------------------------------------------------------------- the story of a record

/** What was written, for the record's story. Kept for changes and live events, not for the first load of many. */
export interface RecordChange {
  node: string;
  destinationId: string;
  key: string;
  outcome: Outcome;
  version: string;
  /** As sent; null = deleted. Sealed at rest. */
  record: DataRecord | null;
}
