import { defineNode, destinationPorts } from '@syncline/model';
import * as z from 'zod';

const configSchema = z.strictObject({
  file: z
    .string()
    .trim()
    .min(1, 'Name the file.')
    .max(1000)
    .meta({
      title: 'File',
      description: 'A file of the data folder. {date} becomes the date of the day in UTC.',
      ui: { widget: 'file', order: 1, placeholder: 'contacts-{date}.csv' },
    }),
  format: z
    .enum(['csv', 'ndjson'])
    .default('csv')
    .meta({
      title: 'Format',
      description: 'csv: a table. ndjson: one JSON object per line.',
      ui: { order: 2 },
    }),
  mode: z
    .enum(['append', 'replace-each-run'])
    .default('append')
    .meta({
      title: 'Earlier content',
      description:
        'append: rows are added. replace-each-run: the file holds what the last finished run wrote, and appears when that run is over.',
      ui: { order: 3 },
    }),
  columns: z
    .array(z.string().min(1).max(256))
    .max(1000)
    .optional()
    .meta({
      title: 'Columns',
      description: 'Order and choice of columns. Left out: those of the first batch.',
      ui: { widget: 'fields', order: 4, showIf: { format: ['csv'] } },
    }),
});

export type FileWriteConfig = z.infer<typeof configSchema>;

export const parseWriteConfig = (config: Record<string, unknown>): FileWriteConfig =>
  configSchema.parse(config);

export const writeNode = defineNode({
  type: 'file.write',
  version: 1,
  role: 'destination',
  title: 'Write a file',
  system: 'Files',
  icon: 'file-output',
  doc: 'Writes records to a CSV or line-by-line JSON file of the data folder, each exactly once. A delete adds nothing: a file has no rows to take back.',
  config: configSchema,
  ports: destinationPorts,
  capabilities: {
    writes: ['create'],
    delivery: 'T',
    maxBatch: 1000,
    wholeState: { mode: ['replace-each-run'] },
  },
  summarise: (config) => `${config.file}, ${config.mode === 'append' ? 'append' : 'replace each run'}`,
});
