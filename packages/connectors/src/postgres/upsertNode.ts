import { defineNode, destinationPorts } from '@syncline/model';
import * as z from 'zod';
import { archiveFields, findArchiveProblems } from '../archive/archiveFields.ts';
import { tableSchema } from './scheduleNode.ts';

const configSchema = z
  .strictObject({
    table: tableSchema.meta({ title: 'Table', ui: { widget: 'stream', order: 1 } }),
    key: z
      .array(z.string().min(1).max(63))
      .min(1, 'Name the columns that identify a row.')
      .max(16)
      .meta({
        title: 'Key',
        description: 'The columns that identify a row. They need a unique index.',
        ui: { widget: 'fields', order: 2 },
      }),
    write: z
      .enum(['upsert', 'create-only'])
      .default('upsert')
      .meta({
        title: 'Existing rows',
        description: 'upsert: change the fields that are sent. create-only: leave existing rows alone.',
        ui: { order: 3 },
      }),
    deletes: z
      .enum(['ignore', 'unlink', 'archive', 'delete'])
      .default('ignore')
      .meta({
        title: 'When the source deletes',
        description:
          'ignore: the row stays as it is and is listed as gone at the source. unlink: the row stays as it is and is listed nowhere; should the source have it again, it is written again. archive: one column of the row is set, all others stay. delete: the row is deleted.',
        ui: { order: 4 },
      }),
    ...archiveFields(5),
  })
  .superRefine((config, issues) => {
    if (new Set(config.key).size < config.key.length)
      issues.addIssue({ code: 'custom', path: ['key'], message: 'A key column is named twice.' });
    const complain = (path: string, message: string) =>
      issues.addIssue({ code: 'custom', path: [path], message });
    findArchiveProblems(config, config.key, complain);
    if (config.deletes === 'archive' && config.write === 'create-only')
      complain(
        'deletes',
        'Existing rows are left alone, so none can be archived. Set Existing rows to upsert.',
      );
  });

export type UpsertConfig = z.infer<typeof configSchema>;

export const parseUpsertConfig = (config: Record<string, unknown>): UpsertConfig =>
  configSchema.parse(config);

export const upsertNode = defineNode({
  type: 'postgres.upsert',
  version: 1,
  role: 'destination',
  title: 'PostgreSQL upsert',
  system: 'PostgreSQL',
  icon: 'database',
  doc: 'Creates and updates rows by their key. A field that is not sent is not touched, a row that would not change is not written. Each write happens exactly once, by a small marker table beside yours.',
  connection: { kind: 'postgres' },
  config: configSchema,
  ports: destinationPorts,
  capabilities: { writes: ['upsert', 'create', 'delete'], delivery: 'T', maxBatch: 2000 },
  summarise: (config) => `table ${config.table}`,
});
