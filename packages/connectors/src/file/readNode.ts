import { defineNode, sourcePorts } from '@syncline/model';
import * as z from 'zod';

const encodings = ['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1'] as const;
const delimiters = ['auto', ',', ';', '\t', '|'] as const;

const fields = {
  file: z
    .string()
    .trim()
    .min(1, 'Choose a file.')
    .max(1000)
    .meta({
      title: 'File',
      description:
        'A file of the data folder. A * in its name stands for anything: orders-*.csv reads all, by name.',
      ui: { widget: 'file', order: 1, placeholder: 'contacts.csv' },
    }),
  format: z
    .enum(['csv', 'ndjson'])
    .default('csv')
    .meta({
      title: 'Format',
      description: 'csv: a table with delimiters. ndjson: one JSON object per line.',
      ui: { order: 2 },
    }),
  key: z
    .array(z.string().min(1).max(256))
    .min(1, 'Name the columns that identify a record.')
    .max(16)
    .meta({
      title: 'Key',
      description: 'The columns that identify a record. Of several rows with one key the last one counts.',
      ui: { widget: 'fields', order: 3 },
    }),
  header: z
    .boolean()
    .default(true)
    .meta({
      title: 'First row names the columns',
      description: 'Otherwise they are column_1, column_2 and so on.',
      ui: { order: 4, showIf: { format: ['csv'] } },
    }),
  delimiter: z
    .enum(delimiters)
    .default('auto')
    .meta({ title: 'Delimiter', ui: { order: 5, advanced: true, showIf: { format: ['csv'] } } }),
  quote: z
    .string()
    .regex(/^[!-+.-/:<-@[-`{}~]?$/, 'Give one sign, such as ", or nothing.')
    .default('"')
    .meta({ title: 'Quote', ui: { order: 6, advanced: true, showIf: { format: ['csv'] } } }),
  encoding: z
    .enum(encodings)
    .default('utf-8')
    .meta({ title: 'Encoding', ui: { order: 7, advanced: true } }),
  cron: z
    .string()
    .trim()
    .regex(
      /^\S+(\s+\S+){4}$/,
      'A schedule has five parts: minute, hour, day, month, weekday. Such as 0 2 * * *.',
    )
    .optional()
    .meta({ title: 'When', description: 'Left out: only run by hand.', ui: { widget: 'cron', order: 8 } }),
  timezone: z
    .string()
    .min(1)
    .default('UTC')
    .meta({ title: 'Time zone', ui: { widget: 'timezone', order: 9 } }),
};

const configSchema = z.strictObject(fields).superRefine((config, issues) => {
  if (config.quote !== '' && config.quote === config.delimiter)
    issues.addIssue({ code: 'custom', path: ['quote'], message: 'Quote and delimiter are the same sign.' });
});

export type FileReadConfig = z.infer<typeof configSchema>;

export const parseReadConfig = (config: Record<string, unknown>): FileReadConfig =>
  configSchema.parse(config);

/** Before everything is filled in: enough to look at the file. */
export const looseReadSchema = z.object({ ...fields, key: z.array(z.string()).default([]) });

export const readNode = defineNode({
  type: 'file.schedule',
  version: 1,
  role: 'schedule',
  title: 'File',
  system: 'Files',
  icon: 'file-spreadsheet',
  doc: 'Reads CSV or line-by-line JSON from the data folder, of any size. A broken row is set aside with its line number; the others go on.',
  config: configSchema,
  ports: sourcePorts,
  capabilities: { incremental: false, deletes: 'none' },
  summarise: (config) => (config.cron ? `${config.file}, ${config.cron}` : `${config.file}, by hand`),
});
