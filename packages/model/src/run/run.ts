import * as z from 'zod';
import { nodeCountsSchema, outcomeSchema } from '../record/outcome.ts';

/** Terminal: succeeded, partial (finished with failed records), failed, cancelled, missed, skipped. They never change. */
export const runStatusSchema = z.enum([
  'queued',
  'running',
  'backoff',
  'paused',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'skipped',
  'missed',
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** What started it. `sync` = Syncline itself, to keep a stream complete. */
export const startedBySchema = z.enum(['schedule', 'trigger', 'manual', 'replay', 'cli', 'sync']);
export type StartedBy = z.infer<typeof startedBySchema>;

/**
 * What a run does: `read` what a schedule asks for · `live` events as they come · `backfill` all that exists, beside the
 * live events · `sweep` compare all that exists with what destinations hold · `replay` failed records once more ·
 * `release` records that a checkpoint let go on.
 */
export const runKindSchema = z.enum(['read', 'live', 'backfill', 'sweep', 'replay', 'release']);
export type RunKind = z.infer<typeof runKindSchema>;

export const runTotalsSchema = z.object({
  read: z.int(),
  written: z.int(),
  unchanged: z.int(),
  waiting: z.int(),
  failed: z.int(),
});
export type RunTotals = z.infer<typeof runTotalsSchema>;

export const runSummarySchema = z.object({
  id: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  version: z.int(),
  /** Node name of the feeder. */
  feeder: z.string(),
  feederTitle: z.string(),
  kind: runKindSchema,
  startedBy: startedBySchema,
  status: runStatusSchema,
  /** Error code, pause reason or note in words; null when all went well. */
  reason: z.string().nullable(),
  /** One plain sentence for the Note column. */
  note: z.string().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** Set while `backoff`: when it goes on. */
  resumesAt: z.iso.datetime().nullable(),
  totals: runTotalsSchema,
  /** 0..1 when the source can tell. */
  progress: z.number().nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** A stretch of time of one node: bars of the timeline. Offsets in ms from the run's start. */
export const timelineSpanSchema = z.object({
  node: z.string(),
  kind: z.enum(['work', 'wait', 'retry', 'limited']),
  fromMs: z.int(),
  toMs: z.int(),
});
export type TimelineSpan = z.infer<typeof timelineSpanSchema>;

export const logLevelSchema = z.enum(['debug', 'info', 'warn', 'error']);

export const logLineSchema = z.object({
  /** Monotone within the run. */
  seq: z.int(),
  ts: z.iso.datetime(),
  level: logLevelSchema,
  node: z.string().nullable(),
  text: z.string(),
  /** Record key the line is about. */
  key: z.string().nullable(),
  code: z.string().nullable(),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const runDetailSchema = runSummarySchema.extend({
  nodes: z.record(z.string(), nodeCountsSchema),
  timeline: z.array(timelineSpanSchema),
  workers: z.array(z.string()),
  recoveries: z.int(),
  /** True when every record read has exactly one outcome per destination path. */
  balanced: z.boolean(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** open: on the list · replaying: a run has it in hand · the others are how it left the list. */
export const deadLetterStateSchema = z.enum(['open', 'replaying', 'replayed', 'superseded', 'ignored']);
export type DeadLetterState = z.infer<typeof deadLetterStateSchema>;

export const deadLetterSchema = z.object({
  id: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  runId: z.string(),
  state: deadLetterStateSchema,
  /** The feeder that brought it; null for what could not even be read as a record, which can't be replayed. */
  feeder: z.string().nullable(),
  sourceKey: z.string().nullable(),
  /** Node that gave it up. */
  node: z.string(),
  key: z.string().nullable(),
  outcome: outcomeSchema,
  code: z.string(),
  title: z.string(),
  message: z.string(),
  whatToDo: z.string(),
  field: z.string().nullable(),
  /** `line 17`, `event 4711`. */
  place: z.string().nullable(),
  input: z.unknown(),
  mapped: z.unknown(),
  /** The record laid over `input` by a person; null when there is none. */
  edited: z.unknown(),
  editedBy: z.string().nullable(),
  editedAt: z.iso.datetime().nullable(),
  /** Why it was ignored, by whom. */
  ignoredReason: z.string().nullable(),
  closedBy: z.string().nullable(),
  /** The run that replays or replayed it. */
  replayRunId: z.string().nullable(),
  attempts: z.int(),
  createdAt: z.iso.datetime(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const failureGroupSchema = z.object({
  node: z.string(),
  code: z.string(),
  field: z.string().nullable(),
  title: z.string(),
  whatToDo: z.string(),
  /** First message of the group. */
  message: z.string(),
  count: z.int(),
});
export type FailureGroup = z.infer<typeof failureGroupSchema>;
