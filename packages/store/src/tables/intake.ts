import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  smallint,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';
import { flow } from './flows.ts';
import { bytea, syncline } from './schema.ts';

const flowId = () =>
  text('flow_id')
    .notNull()
    .references(() => flow.id, { onDelete: 'cascade' });

/** Address of a webhook. `id` is the secret in the URL, `no` stands for it inside. */
export const endpoint = syncline.table(
  'endpoint',
  {
    id: text().primaryKey(),
    no: integer().notNull().unique().generatedAlwaysAsIdentity(),
    flowId: flowId(),
    node: text().notNull(),
  },
  (table) => [unique().on(table.flowId, table.node)],
);

/**
 * What came and is not yet worked off. A settled row is deleted in the transaction that wrote its outcome, so the table
 * is as large as the backlog and an event that went well leaves nothing but counters and its ledger row. No foreign
 * key: the check would cost a lock on the flow per post.
 */
export const inbox = syncline.table(
  'inbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: text('flow_id').notNull(),
    node: text().notNull(),
    lane: smallint().notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    method: text().notNull(),
    headers: json().notNull(),
    body: bytea().notNull(),
  },
  (table) => [index('inbox_order').on(table.flowId, table.node, table.id)],
);

/** Newest posts of a webhook, kept for its form: few, also those that failed the signature. */
export const sample = syncline.table(
  'sample',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: flowId(),
    node: text().notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    method: text().notNull(),
    headers: json().notNull(),
    body: bytea().notNull(),
    verified: boolean().notNull(),
  },
  (table) => [index('sample_newest').on(table.flowId, table.node, sql`id desc`)],
);
