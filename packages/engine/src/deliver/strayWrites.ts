import type { Attempt, AttemptRecord } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import type { BatchPlace, Outgoing } from './writeBatch.ts';

/**
 * Writes of workers that are gone, which may still land at a destination of class U. Landing late they harm nothing where
 * the record was written again as they have it; anything else they would set back, so it waits until they have landed.
 */
export interface StrayWrites {
  /** @param attempt with the time as its deadline when it has surely landed. */
  add(attempt: Attempt): void;
  isEmpty(): boolean;
  /** Until when writing this by this run could still be undone; null when nothing stands against it. */
  heldUntil(destinationId: string, runId: string, delivery: Delivery, now: Date): Date | null;
  /** Forgets those that have landed by now. @returns their ids, for the next settlement to drop. */
  takeLanded(now: Date): string[];
}

interface Stray {
  attempt: Attempt;
  records: Map<string, AttemptRecord>;
}

export function createStrayWrites(): StrayWrites {
  const strays = new Map<string, Stray>();
  return {
    add: (attempt) => {
      const records = new Map(attempt.records.map((record) => [record.key, record]));
      strays.set(attempt.id, { attempt, records });
    },
    isEmpty: () => strays.size === 0,
    heldUntil: (destinationId, runId, delivery, now) => {
      let until: Date | null = null;
      for (const { attempt, records } of strays.values()) {
        if (attempt.destinationId !== destinationId || attempt.deadline <= now) continue;
        const sent = records.get(delivery.key);
        // Another run may be of another version of the flow, whose step says the same content otherwise.
        if (sent === undefined || (attempt.runId === runId && isSame(sent, delivery))) continue;
        if (until === null || attempt.deadline > until) until = attempt.deadline;
      }
      return until;
    },
    takeLanded: (now) => {
      const landed = [...strays.values()].filter(({ attempt }) => attempt.deadline <= now);
      for (const { attempt } of landed) strays.delete(attempt.id);
      return landed.map(({ attempt }) => attempt.id);
    },
  };
}

/** Some fields of a record are not what all of them were. */
const isSame = ({ op, hash }: AttemptRecord, delivery: Delivery): boolean =>
  op === delivery.op && hash === delivery.hash && delivery.partial !== true;

/**
 * Keeps back for the round's next pass what a stray write could undo.
 *
 * @returns the records that can be written now.
 */
export function keepBack(
  { work, dest, round }: BatchPlace,
  records: readonly Outgoing[],
): readonly Outgoing[] {
  const { strays, run } = work;
  if (strays.isEmpty()) return records;
  const now = work.ports.now();
  const kept: Outgoing[] = [];
  let until = now;
  const free = records.filter((outgoing) => {
    const held = strays.heldUntil(dest.destinationId, run.runId, outgoing.delivery, now);
    if (held === null) return true;
    if (held > until) until = held;
    kept.push(outgoing);
    return false;
  });
  if (kept.length === 0) return records;
  const message = 'An earlier write of the same record may still arrive there';
  // No try is used up: nothing has failed.
  const note = { code: 'destination.in-flight', message, rateLimited: true };
  round.retry(kept, { ...note, afterMs: until.getTime() - now.getTime() });
  return free;
}
