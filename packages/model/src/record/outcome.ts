import * as z from 'zod';
import { outcomes } from './balanceGroup.ts';

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
  /** Records whose order no version told and which could not be read again: the last to come won. */
  ambiguous: z.int().min(0).optional(),
});
export type NodeCounts = z.infer<typeof nodeCountsSchema>;
