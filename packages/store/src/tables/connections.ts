import { boolean, json, text, timestamp } from 'drizzle-orm/pg-core';
import { bytea, syncline } from './schema.ts';

export const connection = syncline.table('connection', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  kind: text().notNull(),
  /** Without secrets. */
  config: json().notNull(),
  /** Encrypted JSON of the secret fields; null = none. */
  secret: bytea(),
  builtIn: boolean('built_in').notNull().default(false),
  state: text({ enum: ['unchecked', 'ok', 'failing'] })
    .notNull()
    .default('unchecked'),
  summary: text(),
  checkedAt: timestamp('checked_at', { withTimezone: true }),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
