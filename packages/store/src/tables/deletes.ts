import { bigint, boolean, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import { destination } from './flows.ts';
import { syncline } from './schema.ts';

const destinationId = () =>
  bigint('destination_id', { mode: 'number' })
    .notNull()
    .references(() => destination.id, { onDelete: 'cascade' });

/** Records that runs without an end deleted, minute by minute; each part counts by itself, so none waits for another. */
export const deleteCount = syncline.table(
  'delete_count',
  {
    destinationId: destinationId(),
    part: smallint().notNull(),
    minute: timestamp({ withTimezone: true }).notNull(),
    records: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.destinationId, table.part, table.minute] })],
);

/** What a person said about the deletes that a feeder had brought to a destination by then. */
export const deleteWord = syncline.table(
  'delete_word',
  {
    destinationId: destinationId(),
    feeder: text().notNull(),
    until: timestamp({ withTimezone: true }).notNull(),
    allowed: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.destinationId, table.feeder, table.until] })],
);
