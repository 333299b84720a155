import { bigint, json, primaryKey, text } from 'drizzle-orm/pg-core';
import { destination } from './flows.ts';
import { bytea, syncline } from './schema.ts';

/** What the two sides of a link held when they last agreed, record by record. */
export const linkBase = syncline.table(
  'link_base',
  {
    destinationId: bigint('destination_id', { mode: 'number' })
      .notNull()
      .references(() => destination.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    /** Both projections, encrypted; null = they never agreed, or it is gone on both. */
    content: bytea(),
    /** Which side was written when, lately, and whether the link has stopped for it. */
    turns: json(),
  },
  (table) => [primaryKey({ columns: [table.destinationId, table.key] })],
);
