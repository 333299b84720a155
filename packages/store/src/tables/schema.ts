import { customType, pgSchema } from 'drizzle-orm/pg-core';

/**
 * Everything of ours lies in one schema, so a shared database stays tidy and the job queue keeps its own.
 *
 * Where a column is `json`, not `jsonb`: the value is only kept and handed back, and must come back as it was, with its
 * order of keys and with the character U+0000, which jsonb refuses.
 */
export const syncline = pgSchema('syncline');

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
