import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  jsonb,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { flow } from './flows.ts';
import { bytea, syncline } from './schema.ts';

const count = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0);
const time = (name: string) => timestamp(name, { withTimezone: true });
const flowId = () =>
  text('flow_id')
    .notNull()
    .references(() => flow.id, { onDelete: 'cascade' });

const unfinished = sql`status in ('queued', 'running', 'backoff', 'paused')`;
const endedOtherwise = sql`status in ('partial', 'failed', 'cancelled', 'skipped', 'missed')`;

export const run = syncline.table(
  'run',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: flowId(),
    version: integer().notNull(),
    feeder: text().notNull(),
    feederTitle: text('feeder_title').notNull(),
    /** What it does; `kind` of the contract. */
    kind: text().notNull().default('read'),
    startedBy: text('started_by').notNull(),
    status: text().notNull(),
    reason: text(),
    note: text(),
    slot: time('slot'),
    createdAt: time('created_at').notNull().defaultNow(),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    resumesAt: time('resumes_at'),
    fullRead: boolean('full_read').notNull().default(false),
    /** Part of a trigger's rolling run; null for runs over all parts. */
    rollingPart: smallint('rolling_part'),
    begun: boolean().notNull().default(false),
    window: json(),
    /** `high` of the window: the cursor this run leaves. */
    high: json(),
    deletesApproved: boolean('deletes_approved').notNull().default(false),
    /** A person said no: what it would delete is left where it is. */
    deletesRefused: boolean('deletes_refused').notNull().default(false),
    /** Only these records are loaded; null = all. */
    onlyKeys: json('only_keys'),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    logSeq: count('log_seq'),
    read: count('read'),
    written: count('written'),
    unchanged: count('unchanged'),
    waiting: count('waiting'),
    failed: count('failed'),
    /** Decided when it ends: every record that came into a node left it or has an outcome there. */
    balanced: boolean(),
    workers: text().array().notNull().default(sql`'{}'`),
  },
  (table) => [
    uniqueIndex('run_slot')
      .on(table.flowId, table.feeder, table.kind, table.slot)
      .where(sql`slot is not null`),
    uniqueIndex('run_rolling')
      .on(table.flowId, table.feeder, table.kind, table.rollingPart, table.version)
      .where(sql`rolling_part is not null and ${unfinished}`),
    index('run_of_flow').on(table.flowId, sql`created_at desc`, sql`id desc`),
    index('run_newest').on(sql`created_at desc`, sql`id desc`),
    index('run_unfinished').on(table.flowId, table.feeder).where(unfinished),
    // Filters of the list. A rare value must not be looked for among a million runs of another one; runs that went well
    // are never rare, so they cost nothing here.
    index('run_ended_otherwise').on(table.status, sql`created_at desc`, sql`id desc`).where(endedOtherwise),
    index('run_of_flow_ended_otherwise')
      .on(table.flowId, table.status, sql`created_at desc`, sql`id desc`)
      .where(endedOtherwise),
    index('run_started_by').on(table.startedBy, sql`created_at desc`, sql`id desc`),
    index('run_of_flow_by_hand')
      .on(table.flowId, table.startedBy, sql`created_at desc`, sql`id desc`)
      .where(sql`started_by in ('manual', 'replay', 'cli')`),
  ],
);

const runId = () =>
  bigint('run_id', { mode: 'number' })
    .notNull()
    .references(() => run.id, { onDelete: 'cascade' });

export const runPart = syncline.table(
  'run_part',
  {
    runId: runId(),
    part: smallint().notNull(),
    flowId: text('flow_id').notNull(),
    status: text().notNull(),
    token: json(),
    pages: integer().notNull().default(0),
    read: count('read'),
    dead: count('dead'),
    /** Of a sweep: records the source no longer has. Null: it was not looked for those. */
    missing: bigint('missing', { mode: 'number' }),
    tries: integer().notNull().default(0),
    resumesAt: time('resumes_at'),
    progress: real(),
    recoveries: integer().notNull().default(0),
    reason: text(),
    note: text(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.part] }),
    index('run_part_unfinished').on(table.flowId, table.part, table.runId).where(unfinished),
  ],
);

/** Counts of one node in one part of a run. */
export const runNode = syncline.table(
  'run_node',
  {
    runId: runId(),
    part: smallint().notNull(),
    node: text().notNull(),
    came: count('came'),
    went: count('went'),
    /** Outcome -> count; absent = 0. */
    outcomes: jsonb().notNull(),
    ports: jsonb(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.part, table.node] })],
);

/** Bars of the timeline, one row for all work of a kind that falls into one slice of time. */
export const runSpan = syncline.table(
  'run_span',
  {
    runId: runId(),
    part: smallint().notNull(),
    node: text().notNull(),
    kind: text().notNull(),
    slice: bigint({ mode: 'number' }).notNull(),
    fromMs: bigint('from_ms', { mode: 'number' }).notNull(),
    toMs: bigint('to_ms', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.part, table.node, table.kind, table.slice] })],
);

/** A batch that is on its way to a destination; gone once its outcome is known. */
export const attempt = syncline.table(
  'attempt',
  {
    id: text().primaryKey(),
    flowId: flowId(),
    part: smallint().notNull(),
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    page: integer().notNull(),
    node: text().notNull(),
    destinationId: bigint('destination_id', { mode: 'number' }).notNull(),
    deadline: time('deadline').notNull(),
    records: json().notNull(),
    /** What became of it was found out; it is kept until its deadline, for a write of it may still land. */
    answered: boolean().notNull().default(false),
  },
  (table) => [index('attempt_of_part').on(table.flowId, table.part)],
);

export const deadLetter = syncline.table(
  'dead_letter',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: flowId(),
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    node: text().notNull(),
    destinationId: bigint('destination_id', { mode: 'number' }),
    key: text(),
    outcome: text().notNull(),
    code: text().notNull(),
    message: text().notNull(),
    field: text(),
    place: text(),
    /** What came in and what the mapping made of it, encrypted. */
    input: bytea(),
    mapped: bytea(),
    version: text().notNull(),
    attempts: integer().notNull(),
    state: text({ enum: ['open', 'replaying', 'replayed', 'superseded', 'ignored'] }).notNull(),
    /** What it takes to run the record once more; null for input that never became a record. */
    feeder: text(),
    sourceKey: text('source_key'),
    lane: smallint(),
    /** The envelope without the record. */
    envelope: json(),
    /** The record a person laid over `input`, encrypted. */
    edited: bytea(),
    editedBy: text('edited_by'),
    editedAt: time('edited_at'),
    ignoredReason: text('ignored_reason'),
    closedBy: text('closed_by'),
    replayRun: bigint('replay_run', { mode: 'number' }),
    /** Times Syncline ran it again by itself. */
    retries: integer().notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('dead_letter_open').on(table.destinationId, table.key).where(sql`state = 'open'`),
    index('dead_letter_of_flow').on(table.flowId, sql`id desc`),
    index('dead_letter_of_run').on(table.runId, sql`id desc`),
    index('dead_letter_of_record').on(table.flowId, table.sourceKey).where(sql`state = 'open'`),
    index('dead_letter_replaying').on(table.replayRun, table.id).where(sql`state = 'replaying'`),
  ],
);
