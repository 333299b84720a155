import type { DataRecord } from '../record/schema.ts';

export interface WriteRecord {
  key: string;
  op: 'upsert' | 'delete';
  /** The mapped record; on a delete what is known of it, at least the key fields. */
  record: DataRecord;
  /** H(destination, key, content): the same for every try of the same write. */
  idempotencyKey: string;
  /** Id the destination gave this record earlier, when the ledger knows it. */
  remoteId: string | null;
  /** Some fields of a record that is there: all others stay as they are, and one that is gone is not made again. */
  partial?: boolean;
  /** Whether the sender has a use for `returned`. */
  asksBack?: boolean;
  /**
   * Of a `partial` record: its fields as they were looked at. A system that can compare and write in one go leaves alone
   * a record of which one of them is something else by now, and says `unchanged`; others take no notice.
   */
  expects?: DataRecord;
}

/** Result for one record, aligned with the batch by index. A status-level success is never a record-level success. */
export type WriteOutcome =
  | {
      status: 'ok';
      effect: 'created' | 'updated' | 'deleted' | 'unchanged';
      remoteId?: string;
      /**
       * The whole record as this very write left it, by the system's own word and as its source reads it; only of records
       * that ask for it. Left out where a later look is all there is, which may already see somebody else's change.
       */
      returned?: DataRecord;
    }
  | {
      status: 'retry';
      afterMs?: number;
      code: string;
      message: string;
      /**
       * It was not begun, because its batch had gone on for long enough. As long as others of the batch were written or
       * refused that is no failure: it is sent at once, by the next batch.
       */
      notBegun?: true;
    }
  | { status: 'reject'; code: string; message: string; fields?: string[] }
  /** The answer was lost: it may have happened. */
  | { status: 'unknown'; message: string };

/**
 * What a look for a record found: `several` is for a person, who merges them or makes the record fit one of them. A record
 * that can't be looked for ends as a refused write does; one that could not be for now is looked for again.
 */
export type MatchOutcome =
  | { found: 'none' }
  | { found: 'one'; remoteId: string }
  | { found: 'several'; count: number }
  | Extract<WriteOutcome, { status: 'retry' | 'reject' }>;

export interface WriteRequest {
  config: Record<string, unknown>;
  batch: WriteRecord[];
  /** Unique per try of a batch. Class T stores it with the effect, so that `recover` can tell whether it happened. */
  attemptId: string;
  /** Node and flow the write belongs to, for the marker. */
  destinationId: string;
  /** The run that writes. Of use to a destination whose runs each bring the whole state. */
  runId: string;
}
