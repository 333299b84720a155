import type { WriteOutcome } from '@syncline/model';
import type { Outgoing } from './writeBatch.ts';

/** Why records are to be tried again. */
export interface RetryNote {
  code: string;
  message: string;
  afterMs: number | undefined;
  rateLimited: boolean;
}

export function noteOf({ code, message, afterMs }: Extract<WriteOutcome, { status: 'retry' }>): RetryNote {
  return { code, message, afterMs, rateLimited: code === 'destination.rate-limited' };
}

/** One pass over the records of a page that are still to be written to one destination. */
export interface Round {
  /** What the next round has to write. */
  later: Outgoing[];
  /** What its batch had no time for, though it got on: to be written before the rest of this pass. */
  unbegun: Outgoing[];
  /** True once the rest of the pass makes no sense now: the destination does not answer, or says wait. */
  readonly stopped: boolean;
  /** Something was thrown that no connector should throw. */
  unexplained: boolean;
  retry(records: readonly Outgoing[], note: RetryNote): void;
  /** Records that a batch had no time for. That is a failure only where the batch did not get on with others. */
  putOff(records: ReadonlyMap<Outgoing, RetryNote>, gotOn: boolean): void;
  stop(): void;
  /** All notes as one: the longest wait, and a rate limit only when nothing else went wrong. */
  note(): RetryNote;
}

export function createRound(): Round {
  const later: Outgoing[] = [];
  const notes: RetryNote[] = [];
  let stopped = false;
  const round: Round = {
    later,
    unbegun: [],
    get stopped() {
      return stopped;
    },
    unexplained: false,
    retry: (records, note) => {
      later.push(...records);
      // What was sent may have arrived, so what a look found before says nothing any more. A limit lets nothing through.
      if (!note.rateLimited) for (const record of records) record.matched = undefined;
      notes.push(note);
    },
    putOff: (records, gotOn) => {
      if (gotOn) round.unbegun.push(...records.keys());
      else for (const [record, note] of records) round.retry([record], note);
    },
    stop: () => {
      stopped = true;
    },
    note: () => {
      const waits = notes.flatMap(({ afterMs }) => (afterMs === undefined ? [] : [afterMs]));
      const told = notes.find(({ rateLimited }) => !rateLimited) ?? notes[0];
      return {
        code: told?.code ?? 'destination.unreachable',
        message: told?.message ?? '',
        afterMs: waits.length === 0 ? undefined : Math.max(...waits),
        rateLimited: notes.every(({ rateLimited }) => rateLimited),
      };
    },
  };
  return round;
}
