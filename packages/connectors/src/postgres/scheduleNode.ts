import { defineNode, sourcePorts } from '@syncline/model';
import * as z from 'zod';
import { parseTableName } from './sqlNames.ts';

const cronSchema = z
  .string()
  .trim()
  .regex(
    /^\S+(\s+\S+){4}$/,
    'A schedule has five parts: minute, hour, day, month, weekday. Such as 0 2 * * *.',
  )
  .optional()
  .meta({
    title: 'When',
    description: 'Left out: only run by hand.',
    ui: { widget: 'cron', order: 6, placeholder: '*/15 * * * *' },
  });

export const tableSchema = z
  .string()
  .trim()
  .max(260)
  .refine((name) => parseTableName(name) !== null, 'Name a table as schema.table, such as public.contacts.');

const columnName = z.string().min(1).max(63);

// Blanks, comments and parentheses may stand before it. The server is what keeps a query from writing.
const startsAsSelect = /^(?:\s|--[^\n]*\n|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|\()*(?:select|with)\b/i;

const fields = {
  read: z
    .enum(['table', 'query'])
    .default('table')
    .meta({ title: 'Read', ui: { order: 1 } }),
  table: tableSchema.optional().meta({
    title: 'Table or view',
    ui: { widget: 'stream', order: 2, showIf: { read: ['table'] } },
  }),
  query: z
    .string()
    .max(100_000)
    .optional()
    .meta({
      title: 'Query',
      description: 'One SELECT. It runs read-only; Syncline adds order and page limits by itself.',
      ui: { widget: 'code', order: 2, showIf: { read: ['query'] } },
    }),
  key: z
    .array(columnName)
    .max(16)
    .default([])
    .meta({
      title: 'Key',
      description: 'The columns that identify a record. Left out: the primary key.',
      ui: { widget: 'fields', order: 3 },
    }),
  mode: z
    .enum(['full', 'incremental'])
    .default('full')
    .meta({
      title: 'What to read',
      description: 'full: every row, each time. incremental: only what changed since the last run.',
      ui: { order: 4 },
    }),
  cursor: columnName.optional().meta({
    title: 'Changed-at column',
    description:
      'A time that every change sets, a growing number, or an xid8 column filled with pg_current_xact_id(). A date is read when its day is over.',
    ui: { widget: 'field', order: 5, showIf: { mode: ['incremental'] } },
  }),
  lookbackSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(0)
    .meta({
      title: 'Look back',
      description:
        'Seconds to read again before the last window, for rows that arrive with an older time (clocks of applications, imports).',
      ui: { order: 8, advanced: true, showIf: { mode: ['incremental'] } },
    }),
  cron: cronSchema,
  check: cronSchema.meta({
    title: 'Compare all of it',
    description: 'When everything is read and compared, deletes included. Left out: never.',
    ui: { widget: 'cron', order: 9, showIf: { mode: ['incremental'] }, placeholder: '0 3 * * 0' },
  }),
  timezone: z
    .string()
    .min(1)
    .default('UTC')
    .meta({ title: 'Time zone', ui: { widget: 'timezone', order: 7 } }),
};

const configSchema = z.strictObject(fields).superRefine((config, issues) => {
  const need = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
  if (config.read === 'table' && !config.table) need('table', 'Choose a table.');
  if (config.read === 'query' && !startsAsSelect.test(config.query ?? ''))
    need('query', 'Write one statement that begins with SELECT or WITH.');
  if (config.read === 'query' && config.key.length === 0) need('key', 'Name the key columns of the query.');
  if (config.mode === 'incremental' && !config.cursor) need('cursor', 'Choose the changed-at column.');
  if (new Set(config.key).size < config.key.length) need('key', 'A key column is named twice.');
});

export type ScheduleConfig = z.infer<typeof configSchema>;

/** The engine hands over what it parsed at publish; parsing again gives it its type. */
export const parseScheduleConfig = (config: Record<string, unknown>): ScheduleConfig =>
  configSchema.parse(config);

/** What a step reads, while the rest of its form is still empty: its columns are what the form offers. */
export const whatToReadSchema = z.object({
  read: fields.read,
  table: fields.table,
  query: fields.query,
  key: fields.key,
});

export const scheduleNode = defineNode({
  type: 'postgres.schedule',
  version: 1,
  role: 'schedule',
  title: 'PostgreSQL table',
  system: 'PostgreSQL',
  icon: 'database',
  doc: 'Reads a table, a view or a query: everything, or only what changed since the last run. Rows of transactions that commit late are not missed.',
  connection: { kind: 'postgres' },
  config: configSchema,
  ports: sourcePorts,
  capabilities: { incremental: true, deletes: 'none', fetches: true },
  summarise: (config) => {
    const what = config.read === 'query' ? 'query' : (config.table ?? 'no table');
    return config.cron ? `${what}, ${config.cron}` : `${what}, by hand`;
  },
});
