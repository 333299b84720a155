import { defineNode, sourcePorts } from '@syncline/model';
import * as z from 'zod';
import { pathProblem } from '../json/valuePath.ts';
import { isRelativePath } from './connection.ts';
import { parseTemplate } from './template.ts';

const valuePathSchema = z.string().superRefine((path, context) => {
  const problem = pathProblem(path);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

const cronSchema = z
  .string()
  .trim()
  .regex(/^\S+(?:\s+\S+){4}$/, 'Write five fields, such as 0 2 * * *.')
  .optional();

const paginationNeeds = {
  none: [],
  link: [],
  'next-url': ['nextPath'],
  cursor: ['cursorPath', 'cursorParam'],
  offset: ['offsetParam'],
  page: ['pageParam'],
} as const;

const paginationSchema = z
  .strictObject({
    kind: z
      .enum(['none', 'link', 'next-url', 'cursor', 'offset', 'page'])
      .default('none')
      .meta({
        title: 'Pages come by',
        description: 'How the API hands out long lists; its reference calls this pagination.',
        ui: { order: 1 },
      }),
    nextPath: valuePathSchema.optional().meta({
      title: 'Path to the next address',
      ui: { order: 2, showIf: { kind: ['next-url'] }, placeholder: 'links.next' },
    }),
    cursorPath: valuePathSchema.optional().meta({
      title: 'Path to the cursor',
      ui: { order: 3, showIf: { kind: ['cursor'] }, placeholder: 'paging.next.after' },
    }),
    cursorParam: parameter('Parameter for the cursor', 'cursor', 'after'),
    offsetParam: parameter('Parameter for the offset', 'offset', 'offset'),
    pageParam: parameter('Parameter for the page', 'page', 'page'),
    start: z
      .int()
      .min(0)
      .default(1)
      .meta({ title: 'Number of the first page', ui: { order: 5, showIf: { kind: ['page'] } } }),
    sizeParam: z
      .string()
      .min(1)
      .optional()
      .meta({
        title: 'Parameter for the page size',
        ui: {
          order: 6,
          showIf: { kind: ['link', 'next-url', 'cursor', 'offset', 'page'] },
          placeholder: 'limit',
        },
      }),
    size: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .meta({
        title: 'Records in a page',
        ui: { order: 7, showIf: { kind: ['link', 'next-url', 'cursor', 'offset', 'page'] } },
      }),
  })
  .superRefine((pagination, context) => {
    for (const field of paginationNeeds[pagination.kind]) {
      if (!pagination[field]) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `Pages by ${pagination.kind} need this.`,
        });
      }
    }
  });

export const scheduleConfigSchema = z
  .strictObject({
    path: z
      .string()
      .default('')
      .refine(isRelativePath, 'Write a path below the address of the connection, such as /contacts.')
      .meta({
        title: 'Path',
        description: 'Added to the address of the connection.',
        ui: { order: 1, placeholder: '/contacts' },
      }),
    method: z
      .enum(['GET', 'POST'])
      .default('GET')
      .meta({ title: 'Method', ui: { order: 2, advanced: true } }),
    query: z
      .record(z.string().min(1), z.string())
      .default({})
      .meta({ title: 'Query parameters', ui: { widget: 'key-values', order: 3 } }),
    body: z
      .string()
      .optional()
      .meta({
        title: 'Body',
        description: 'JSON to send along.',
        ui: { widget: 'code', order: 4, showIf: { method: ['POST'] }, advanced: true },
      }),
    records: valuePathSchema.default('').meta({
      title: 'Path to the records',
      description: 'Where the list stands in the answer; empty when the answer is the list.',
      ui: { order: 5, placeholder: 'data.items' },
    }),
    key: z
      .array(valuePathSchema.min(1, 'Name a field.'))
      .min(1, 'Choose at least one field.')
      .meta({
        title: 'Key',
        description: 'Fields that identify a record and never change.',
        ui: { widget: 'fields', order: 6, placeholder: 'id' },
      }),
    pagination: paginationSchema.prefault({}).meta({ title: 'Pages', ui: { order: 7 } }),
    mode: z
      .enum(['full', 'incremental'])
      .default('full')
      .meta({
        title: 'Read',
        description: 'Everything each time, or only what changed since the last run.',
        ui: { order: 8 },
      }),
    sinceParam: z
      .string()
      .min(1)
      .optional()
      .meta({
        title: 'Parameter for "changed since"',
        ui: { order: 9, showIf: { mode: ['incremental'] }, placeholder: 'updated_since' },
      }),
    sinceFormat: z
      .enum(['rfc3339', 'date', 'unix', 'unix-ms'])
      .default('rfc3339')
      .meta({ title: 'Format of that time', ui: { order: 10, showIf: { mode: ['incremental'] } } }),
    changedField: valuePathSchema.optional().meta({
      title: 'Time of change',
      description: 'Field that tells when a record changed. Lets an older state never overwrite a newer one.',
      ui: { widget: 'field', order: 11, placeholder: 'updated_at' },
    }),
    settleSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .default(60)
      .meta({
        title: 'Seconds until its lists are up to date',
        description:
          'So long after a change the API may still leave it out. Such changes are read next time.',
        ui: { order: 12, showIf: { mode: ['incremental'] }, advanced: true },
      }),
    itemPath: z
      .string()
      .trim()
      .min(1)
      .refine(isRelativePath, 'Write a path below the address of the connection, such as /contacts/{{key}}.')
      .optional()
      .meta({
        title: 'Path of a single record',
        description:
          'With {{key}}, or the key fields by name. Lets a record be read again when two sources disagree, or when a webhook only names it. 404 means it is gone.',
        ui: { order: 13, placeholder: '/contacts/{{key}}' },
      }),
    itemRecord: valuePathSchema.default('').meta({
      title: 'Path to the record in that answer',
      description: 'Empty when the answer is the record.',
      ui: { order: 14, advanced: true, placeholder: 'data' },
    }),
    idsParam: z
      .string()
      .min(1)
      .optional()
      .meta({
        title: 'Parameter for a list of ids',
        description:
          'When the list takes ids, separated by commas: many records are then read in one request.',
        ui: { order: 15, advanced: true, placeholder: 'ids' },
      }),
    idsMost: z
      .int()
      .min(1)
      .max(500)
      .default(100)
      .meta({ title: 'Ids in a request', ui: { order: 16, advanced: true } }),
    cron: cronSchema.meta({
      title: 'When',
      description: 'Empty = only when started by hand.',
      ui: { widget: 'cron', order: 17 },
    }),
    check: cronSchema.meta({
      title: 'Compare all of it',
      description: 'When everything is read and compared, deletes included. Empty = never.',
      ui: { widget: 'cron', order: 18, showIf: { mode: ['incremental'] }, placeholder: '0 3 * * 0' },
    }),
    timezone: z
      .string()
      .default('UTC')
      .refine(isTimezone, 'Choose a time zone such as Europe/Paris.')
      .meta({ title: 'Time zone', ui: { widget: 'timezone', order: 19 } }),
  })
  .superRefine((config, context) => {
    if (config.mode === 'incremental' && !config.sinceParam) {
      context.addIssue({
        code: 'custom',
        path: ['sinceParam'],
        message: 'Reading only what changed needs the parameter by which the API takes the time.',
      });
    }
    const problem = config.itemPath === undefined ? null : itemPathProblem(config.itemPath, config.key);
    if (problem) context.addIssue({ code: 'custom', path: ['itemPath'], message: problem });
    if (config.body !== undefined && config.method === 'GET') {
      context.addIssue({ code: 'custom', path: ['body'], message: 'A GET has no body; choose POST.' });
    }
  });

export type ScheduleConfig = z.infer<typeof scheduleConfigSchema>;

export const scheduleNode = defineNode({
  type: 'http.schedule',
  version: 1,
  role: 'schedule',
  title: 'Read from an API',
  system: 'HTTP API',
  icon: 'cloud-download',
  doc: 'Reads a list from any JSON API, page by page, on a schedule: everything, or only what changed since the last run.',
  connection: { kind: 'http' },
  config: scheduleConfigSchema,
  ports: sourcePorts,
  capabilities: { incremental: true, deletes: 'none', fetches: true, fetchNeeds: ['itemPath', 'idsParam'] },
  summarise: (config) => `${config.method} ${config.path || '/'}${config.cron ? `, ${config.cron}` : ''}`,
});

function parameter(title: string, kind: string, placeholder: string) {
  return z
    .string()
    .min(1)
    .optional()
    .meta({ title, ui: { order: 4, showIf: { kind: [kind] }, placeholder } });
}

/** A path without a place for the key would give the same answer for every record. */
function itemPathProblem(path: string, key: readonly string[]): string | null {
  const parts = parseTemplate(path);
  if (typeof parts === 'string') return parts;
  const places = parts.flatMap((part) => ('field' in part ? [part.field] : []));
  if (places.length === 0) return 'Write {{key}} where the key of the record belongs.';
  const strange = places.find((place) => place !== 'key' && place !== '$key' && !key.includes(place));
  return strange === undefined ? null : `{{${strange}}} is not known here; use {{key}} or a key field.`;
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
