import { bigint, index, integer, json, text, timestamp } from 'drizzle-orm/pg-core';
import { syncline } from './schema.ts';

/** Who did what. Rows are only ever added; each carries a hash over itself and the one before. */
export const auditLog = syncline.table('audit_log', {
  id: bigint({ mode: 'number' }).primaryKey(),
  at: timestamp({ withTimezone: true }).notNull(),
  actor: text().notNull(),
  action: text().notNull(),
  target: text(),
  detail: json(),
  prevHash: text('prev_hash').notNull(),
  hash: text().notNull(),
});

/** Templates people imported; the shipped ones are code. */
export const template = syncline.table('template', {
  id: text().primaryKey(),
  document: json().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const setting = syncline.table('setting', {
  key: text().primaryKey(),
  value: json().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Processes of Syncline that are up, by their own word. */
export const worker = syncline.table(
  'worker',
  {
    id: text().primaryKey(),
    host: text().notNull(),
    pid: integer().notNull(),
    role: text().notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('worker_seen').on(table.seenAt)],
);
