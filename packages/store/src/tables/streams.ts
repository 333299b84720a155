import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { flow } from './flows.ts';
import { bytea, syncline } from './schema.ts';

const time = (name: string) => timestamp(name, { withTimezone: true });
const flowId = () =>
  text('flow_id')
    .notNull()
    .references(() => flow.id, { onDelete: 'cascade' });

/** How one feeder of a published flow stands: what is captured, loaded, and proven equal. */
export const stream = syncline.table(
  'stream',
  {
    flowId: flowId(),
    node: text().notNull(),
    type: text().notNull(),
    /** Holds a change stream open, so somebody has to capture it. */
    captures: boolean().notNull(),
    captureId: text('capture_id').notNull(),
    owner: text(),
    epoch: bigint({ mode: 'number' }).notNull().default(0),
    until: time('until').notNull().defaultNow(),
    position: json(),
    generation: integer().notNull().default(0),
    capturedSince: time('captured_since'),
    backfillRun: bigint('backfill_run', { mode: 'number' }),
    backfillPaused: boolean('backfill_paused').notNull().default(false),
    backfillEnded: boolean('backfill_ended').notNull().default(false),
    backfillHead: json('backfill_head'),
    inSyncSince: time('in_sync_since'),
    verifiedThrough: time('verified_through'),
    sweepRun: bigint('sweep_run', { mode: 'number' }),
    sweptAt: time('swept_at'),
    sweepChecked: bigint('sweep_checked', { mode: 'number' }),
    sweepRepaired: bigint('sweep_repaired', { mode: 'number' }),
    sweepMissing: bigint('sweep_missing', { mode: 'number' }),
    /** Records it could not compare. */
    sweepFailed: bigint('sweep_failed', { mode: 'number' }),
    lagBytes: bigint('lag_bytes', { mode: 'number' }),
    problemCode: text('problem_code'),
    problemMessage: text('problem_message'),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.node] })],
);

/** Captures whose flow or step is gone: what they own at their source is still to be removed. */
export const droppedCapture = syncline.table('dropped_capture', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  type: text().notNull(),
  captureId: text('capture_id').notNull(),
  config: json().notNull(),
  /** Connection id at the time; it may be gone by now. */
  connectionId: text('connection_id'),
  tries: integer().notNull().default(0),
  nextTry: time('next_try').notNull().defaultNow(),
});

/** Records a checkpoint keeps. */
export const parked = syncline.table(
  'parked',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: flowId(),
    node: text().notNull(),
    destinationId: bigint('destination_id', { mode: 'number' }).notNull(),
    key: text().notNull(),
    sourceKey: text('source_key').notNull(),
    lane: smallint().notNull(),
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    op: text().notNull(),
    contentHash: text('content_hash').notNull(),
    version: text().notNull(),
    /** Change and mapped record as JSON, encrypted. */
    content: bytea().notNull(),
    state: text({ enum: ['waiting', 'approved', 'rejected', 'superseded', 'expired', 'released'] }).notNull(),
    /** When it goes on by itself. */
    due: time('due'),
    expires: time('expires'),
    whenExpired: text('when_expired'),
    decidedBy: text('decided_by'),
    decidedAt: time('decided_at'),
    /** Order in which approved ones go on. */
    releaseNo: bigint('release_no', { mode: 'number' }),
    note: text(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('parked_open')
      .on(table.destinationId, table.key)
      .where(sql`state in ('waiting', 'approved')`),
    index('parked_waiting').on(table.flowId, table.node, table.id).where(sql`state = 'waiting'`),
    index('parked_due')
      .on(table.flowId, table.node, table.due)
      .where(sql`state = 'waiting' and due is not null`),
    index('parked_approved').on(table.flowId, table.node, table.releaseNo).where(sql`state = 'approved'`),
    index('parked_expiring').on(table.expires).where(sql`state = 'waiting' and expires is not null`),
    index('parked_of_record').on(table.destinationId, table.key, table.id),
  ],
);
