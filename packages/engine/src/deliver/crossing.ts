import { compareVersions, type Outcome } from '@syncline/model';
import type { LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import { type HeldVersion, parseVersion } from '../record/versionText.ts';

export interface CrossingContext {
  /** A record nobody has seen before counts as one whose condition was not true. */
  seesFirst: boolean;
  /** All that exists is being read: a newer version of the same answer is not worth a ledger row. */
  readsAll: boolean;
}

/** Follows one record over the states in which a page brings it. */
export interface Crossing {
  /** `parked`: it goes on. */
  take(delivery: Delivery): Outcome;
  /** What the ledger has to know afterwards; null when it knows. */
  row(): { delivery: Delivery; outcome: Outcome } | null;
}

type Answer = 't' | 'f' | 'gone';

/**
 * Whether a condition became true for a record: each state is held against the one before, whatever page that came in, so
 * a record that was true for a moment only has crossed, and one whose old states come late has not.
 */
export function createCrossing(
  entry: LedgerEntry | undefined,
  { seesFirst, readsAll }: CrossingContext,
): Crossing {
  let answer: Answer | null = entry === undefined ? null : answerOf(entry);
  let held: HeldVersion | null = entry === undefined ? null : parseVersion(entry.version);
  let last: { delivery: Delivery; outcome: Outcome } | null = null;

  const judge = (next: Answer): Outcome => {
    if (next === 'gone') return answer === 'gone' ? 'unchanged' : 'parked';
    if (next === 'f') return 'filtered';
    const wasTrue = answer === null ? !seesFirst : answer === 't';
    return wasTrue ? 'filtered' : 'parked';
  };

  return {
    take: (delivery) => {
      const { version, receivedMs, op, hash } = delivery;
      const next: Answer = op === 'delete' ? 'gone' : hash === 't' ? 't' : 'f';
      const order = held === null ? 'newer' : compareVersions(version, held.version);
      const isLate = held !== null && order === 'incomparable' && receivedMs < held.receivedMs;
      if (order === 'older' || isLate) return 'stale';
      if (order === 'equal' && next === answer) return 'duplicate';
      // A delete of a version ends it.
      if (order === 'equal' && answer === 'gone') return 'stale';
      const outcome = judge(next);
      if (next !== answer || (order === 'newer' && !readsAll)) last = { delivery, outcome };
      answer = next;
      held = { version, receivedMs };
      return outcome;
    },
    row: () => last,
  };
}

function answerOf({ state, hash }: LedgerEntry): Answer {
  if (state === 'tombstone') return 'gone';
  return hash === 't' ? 't' : 'f';
}
