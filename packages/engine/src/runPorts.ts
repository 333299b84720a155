import type {
  NodeCounts,
  ReadWindow,
  RunKind,
  RunStatus,
  StartedBy,
  TimelineSpan,
  Token,
} from '@syncline/model';
import type { DeadLetterWrite, Lease, LedgerWrite, LinkWrite, RecordEvent } from './ports.ts';
import type { DeletedRecords, ParkedWrite, RecordChange, ReplayedLetter, SeenKeys } from './syncPorts.ts';

/** One part of one run as a worker sees it. */
export interface RunPart {
  runId: string;
  flowId: string;
  part: number;
  version: number;
  feeder: string;
  kind: RunKind;
  startedBy: StartedBy;
  status: RunStatus;
  createdAt: Date;
  startedAt: Date | null;
  /** Fixed at begin, the same for all parts; null = full read. `undefined` = not begun. */
  window: ReadWindow | null | undefined;
  /** Cursor the window starts from: what the last finished run of this feeder left. */
  low: Token | null;
  /** Read everything, whatever the cursor says. */
  full: boolean;
  /** Token of the last settled page. */
  token: Token | null;
  /** Settled pages so far; the page in work has number `pages`. */
  pages: number;
  /** Records this part has read so far. */
  read: number;
  deadCount: number;
  /** Consecutive tries of the page in work; survives a crash. */
  tries: number;
  resumesAt: Date | null;
  cancelRequested: boolean;
  recoveries: number;
  /** Only these records are loaded, by their source keys; null = all. */
  onlyKeys?: readonly string[] | null;
  /** A person has let this run delete more records than the mass-change guard allows. */
  deletesApproved: boolean;
  /** A person said no to that: the records are left where they are, and the run goes on. */
  deletesRefused: boolean;
}

export interface RunPort {
  /** Not yet terminal runs of this part, oldest first; those in backoff only when their time has come. Trigger runs included. */
  open(flowId: string, part: number): Promise<RunPart[]>;
  /** running + started_at + window, unless another part was first; returns what holds. Fenced. */
  begin(lease: Lease, runId: string, window: ReadWindow | null, worker: string): Promise<ReadWindow | null>;
  /**
   * The rolling run of a trigger feeder for this part: the one of this version which is not over yet (in backoff too: then
   * `resumesAt` says when it may go on), else a new one (status running). Fenced.
   */
  openRolling(
    lease: Lease,
    feeder: string,
    version: number,
    worker: string,
    kind: 'live' | 'release',
  ): Promise<RunPart>;
  /** TX2: everything that a page changed, in one transaction, or FencedError and nothing. */
  settle(lease: Lease, settlement: PageSettlement): Promise<void>;
  /** TX1: intent of one destination batch, committed before the first byte leaves. Fenced. */
  openAttempt(lease: Lease, attempt: Attempt): Promise<void>;
  /** Attempts without an outcome, left by a crash or a lost lease, and answered ones that are still kept. */
  openAttempts(flowId: string, part: number): Promise<Attempt[]>;
  /**
   * Outcome of a recovered attempt: ledger rows to write (may be none), then it is closed. Fenced.
   * @param keepUntil it stays as answered, with this as its deadline: a write of it may still land until then.
   */
  closeAttempt(lease: Lease, attemptId: string, ledger: LedgerWrite[], keepUntil?: Date): Promise<void>;
  /** Durable wait: status backoff or paused, tries kept. Fenced. */
  wait(lease: Lease, runId: string, wait: RunWait): Promise<void>;
  /**
   * Ends this part. When it was the last one, ends the run: status of the worst part, cursor moved to `window.high` if it
   * succeeded or was partial (never back behind what a later run left). Fenced. Terminal states never change.
   * @returns true when the whole run ended.
   */
  finishPart(lease: Lease, runId: string, end: RunEnd): Promise<boolean>;
}

export interface RunWait {
  status: 'backoff' | 'paused';
  resumesAt: Date | null;
  tries: number;
  reason: string;
  note: string;
  /** What the timeline has beyond the last settled page. */
  spans?: TimelineSpan[];
}

export interface RunEnd {
  status: 'succeeded' | 'partial' | 'failed' | 'cancelled';
  reason: string | null;
  note: string | null;
  /** What the timeline has beyond the last settled page. */
  spans?: TimelineSpan[];
  /** Of a sweep that looked for them: records of this part that the source no longer has. */
  missing?: number;
}

/** Everything one page changed. Counts are deltas. */
export interface PageSettlement {
  runId: string;
  /** Number of the page inside the part; must equal the part's `pages`, else the page was settled already. */
  page: number;
  /** Null keeps the token (trigger pages). */
  token: Token | null;
  progress: number | null;
  /** Inbox rows that are done. */
  inboxIds: string[];
  read: number;
  counts: Record<string, NodeCounts>;
  ledger: LedgerWrite[];
  /** A hint that may be wrong: when the guard looked, the ledger had none of these rows. Adding is cheaper than replacing. */
  ledgerIsNew: boolean;
  events: RecordEvent[];
  deadLetters: DeadLetterWrite[];
  attemptIds: string[];
  spans: TimelineSpan[];
  /** Records a checkpoint keeps until they may go on. A newer one of the same record takes the place of the older. */
  parked: ParkedWrite[];
  /** Parked records which this page took on: they are done. */
  releasedIds: string[];
  /** Dead letters which this page ran once more. */
  replayed: ReplayedLetter[];
  /** Records a sweep met, so that at its end those it did not meet are known. */
  seen: SeenKeys[];
  /** Field values of what was written, for the record's story. */
  changes: RecordChange[];
  /** Of runs without an end: what they deleted without a person's word, for `SweepPort.deletedLately`. */
  deleted?: DeletedRecords[];
  /** What the two sides of a link agreed on. A state without a base and without turns need not be kept. */
  links: LinkWrite[];
}

/** Intent of one batch: one row for the batch, not one a record (a thousandth of the writes for the same recovery). */
export interface Attempt {
  id: string;
  runId: string;
  part: number;
  page: number;
  node: string;
  destinationId: string;
  /** After this nothing of the attempt can still be on its way (send + request timeout + grace). */
  deadline: Date;
  records: AttemptRecord[];
  /** Recovered already. Whoever writes something else to one of its records waits for the deadline. */
  answered?: true;
}

export interface AttemptRecord {
  key: string;
  op: 'upsert' | 'delete';
  hash: string;
  version: string;
  /** The ledger had it before: an applied upsert counts as updated, else as created. */
  known: boolean;
}
