import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  jsonb,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';
import { syncline } from './schema.ts';

export const flow = syncline.table('flow', {
  id: text().primaryKey(),
  name: text().notNull(),
  description: text(),
  draft: json().notNull(),
  /** Hash of the draft's logic and of the published one: they differ = there are changes to publish. */
  draftHash: text('draft_hash').notNull(),
  activeHash: text('active_hash'),
  etag: text().notNull(),
  /** Logical connection name -> connection id. */
  bindings: jsonb().notNull().default({}),
  activeVersion: integer('active_version'),
  desired: text({ enum: ['draft', 'live', 'paused'] })
    .notNull()
    .default('draft'),
  pauseReason: text('pause_reason'),
  pauseMessage: text('pause_message'),
  /**
   * Of a pause by the mass-change guard: the run that stopped and what it was about to delete. Of one by a refused
   * connection: its id.
   */
  pauseDetail: json('pause_detail'),
  problems: integer().notNull().default(0),
  shape: jsonb().notNull(),
  parts: smallint().notNull().default(1),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

const flowId = () =>
  text('flow_id')
    .notNull()
    .references(() => flow.id, { onDelete: 'cascade' });

/** Immutable: what a run pinned. */
export const flowVersion = syncline.table(
  'flow_version',
  {
    flowId: flowId(),
    n: integer().notNull(),
    document: json().notNull(),
    hash: text().notNull(),
    plan: json().notNull(),
    /** Node name -> title, for runs. */
    titles: jsonb().notNull(),
    note: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.n] })],
);

/** The lease on one part of a flow. `epoch` fences whoever held it before. */
export const flowPart = syncline.table(
  'flow_part',
  {
    flowId: flowId(),
    part: smallint().notNull(),
    owner: text(),
    epoch: bigint({ mode: 'number' }).notNull(),
    until: timestamp({ withTimezone: true }).notNull(),
    /** The holder before did not give it back: it crashed or hung. */
    crashed: boolean().notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.part] })],
);

/** A destination node's name in the ledger; the same over all versions of the flow. */
export const destination = syncline.table(
  'destination',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: flowId(),
    node: text().notNull(),
  },
  (table) => [unique().on(table.flowId, table.node)],
);

export const schedule = syncline.table(
  'schedule',
  {
    flowId: flowId(),
    node: text().notNull(),
    /** What fires: a read, a sweep, the release of what a checkpoint keeps. */
    kind: text().notNull().default('read'),
    cron: text().notNull(),
    timezone: text().notNull(),
    overlap: text().notNull(),
    catchup: text().notNull(),
    nextSlot: timestamp('next_slot', { withTimezone: true }),
    enabled: boolean().notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.flowId, table.node, table.kind] }),
    index('schedule_due').on(table.nextSlot).where(sql`enabled`),
  ],
);

/** Where the last finished run of a feeder ended: `low` of the next. */
export const cursor = syncline.table(
  'cursor',
  {
    flowId: flowId(),
    node: text().notNull(),
    value: json(),
    queryHash: text('query_hash'),
    /** The next window begins where it ends: nothing of what was there before is read. */
    fromNow: boolean('from_now').notNull().default(false),
    /** Who set it by hand last. */
    updatedBy: text('updated_by'),
    /** Run that left it; an earlier run that ends later does not move it back. */
    runId: bigint('run_id', { mode: 'number' }),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.node] })],
);
