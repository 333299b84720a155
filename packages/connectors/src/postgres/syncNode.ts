import { defineNode, sourcePorts } from '@syncline/model';
import * as z from 'zod';
import { tableSchema } from './scheduleNode.ts';

const configSchema = z.strictObject({
  table: tableSchema.meta({
    title: 'Table',
    description: 'A table with a primary key.',
    ui: { widget: 'stream', order: 1 },
  }),
  loadExisting: z
    .boolean()
    .default(true)
    .meta({
      title: 'Also load what is there already',
      description: 'Beside the changes, which never wait for it.',
      ui: { order: 2 },
    }),
  check: z
    .string()
    .trim()
    .regex(/^(never|\S+(\s+\S+){4})$/, 'Write five parts such as 0 3 * * *, or never.')
    .optional()
    .meta({
      title: 'Compare all of it',
      description:
        'When every record is compared and what differs is repaired. Left out: once a day at a quiet hour. never: not at all.',
      ui: { widget: 'cron', order: 3, placeholder: '0 3 * * *' },
    }),
  timezone: z
    .string()
    .min(1)
    .default('UTC')
    .meta({ title: 'Time zone', ui: { widget: 'timezone', order: 4 } }),
});

export type SyncConfig = z.infer<typeof configSchema>;

/** The engine hands over what it parsed at publish; parsing again gives it its type. */
export const parseSyncConfig = (config: Record<string, unknown>): SyncConfig => configSchema.parse(config);

/** The table, while the rest of the form is still empty. */
export const syncedTableSchema = z.object({ table: tableSchema });

export const syncNode = defineNode({
  type: 'postgres.sync',
  version: 1,
  role: 'sync',
  title: 'Keep a PostgreSQL table in sync',
  system: 'PostgreSQL',
  icon: 'database-zap',
  doc: 'Brings every row there is and from then on every change within moments, deletes included, by the change log of the database. A check compares all of it regularly.',
  connection: { kind: 'postgres' },
  config: configSchema,
  ports: sourcePorts,
  capabilities: { incremental: false, deletes: 'events', fetches: true },
  summarise: (config) => `table ${config.table}`,
});
