import * as z from 'zod';

/**
 * Everything that can become of a record at one node or destination. The set is closed:
 * records in = sum of outcomes + in flight, and in flight is 0 at a terminal state.
 */
export const outcomes = [
  'created',
  'updated',
  'deleted',
  'unchanged',
  'stale',
  'duplicate',
  'echo',
  'filtered',
  'parked',
  'rejected',
  'dead',
  'superseded',
  'uncertain',
] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;

/** Outcomes that leave a row behind each; the others are counters and the ledger row. */
export const unhappyOutcomes: ReadonlySet<Outcome> = new Set([
  'stale',
  'parked',
  'rejected',
  'dead',
  'superseded',
  'uncertain',
]);

/** The four words of the balance line: read = written + unchanged + waiting + failed. */
export type BalanceGroup = 'written' | 'unchanged' | 'waiting' | 'failed';

/** @example balanceGroup('created') // 'written' */
export function balanceGroup(outcome: Outcome): BalanceGroup {
  switch (outcome) {
    case 'created':
    case 'updated':
    case 'deleted':
      return 'written';
    case 'unchanged':
    case 'stale':
    case 'duplicate':
    case 'echo':
    case 'filtered':
    case 'superseded':
      return 'unchanged';
    case 'parked':
      return 'waiting';
    case 'rejected':
    case 'dead':
    case 'uncertain':
      return 'failed';
  }
}

/** Counts per outcome. Absent = 0. */
export const outcomeCountsSchema = z.partialRecord(outcomeSchema, z.int().min(0));
export type OutcomeCounts = z.infer<typeof outcomeCountsSchema>;

/** Counts of one node in one run: what came in, what went on, and what became of the rest. */
export const nodeCountsSchema = z.object({
  in: z.int().min(0),
  out: z.int().min(0),
  outcomes: outcomeCountsSchema,
  /** Records that left by each port of a branch. */
  ports: z.record(z.string(), z.int().min(0)).optional(),
});
export type NodeCounts = z.infer<typeof nodeCountsSchema>;
