import { type DeliveryClass, defineNode, destinationPorts } from '@syncline/model';
import * as z from 'zod';
import { archiveFields, findArchiveProblems } from '../archive/archiveFields.ts';
import { headersSchema } from './connection.ts';
import { findMatchProblems, matchFields } from './matchFields.ts';
import { pathTemplateSchema, valuePathSchema } from './pathSchemas.ts';
import { fieldsOf, fillJson, parseTemplate } from './template.ts';

export const sendConfigSchema = z
  .strictObject({
    method: z
      .enum(['POST', 'PUT', 'PATCH'])
      .default('POST')
      .meta({ title: 'Method', ui: { order: 1 } }),
    path: pathTemplateSchema.default('').meta({
      title: 'Path',
      description:
        'Added to the address of the connection. {{field}} puts in a field, {{$key}} the key of the record.',
      ui: { order: 2, placeholder: '/contacts/{{email}}' },
    }),
    body: z
      .enum(['record', 'template'])
      .default('record')
      .meta({
        title: 'Body',
        description: 'record: the record as JSON. template: a text of your own.',
        ui: { order: 3 },
      }),
    template: z
      .string()
      .optional()
      .meta({
        title: 'Text of the body',
        description: 'For example {"mail": "{{email}}", "tags": {{tags}}}. Values are escaped.',
        ui: { widget: 'code', order: 4, showIf: { body: ['template'] } },
      }),
    contentType: z
      .enum(['application/json', 'application/x-www-form-urlencoded'])
      .default('application/json')
      .meta({ title: 'Content type', ui: { order: 5, showIf: { body: ['template'] }, advanced: true } }),
    headers: headersSchema.meta({
      title: 'Headers',
      description: 'Sent along. Secrets belong in the connection.',
      ui: { widget: 'key-values', order: 6, advanced: true },
    }),
    updateMethod: z
      .enum(['PUT', 'PATCH', 'POST'])
      .default('PATCH')
      .meta({ title: 'Method for an update', ui: { order: 7, advanced: true } }),
    updatePath: pathTemplateSchema.optional().meta({
      title: 'Path for an update',
      description:
        'For records that were written before; {{$id}} is the id the API gave. Empty = the path above.',
      ui: { order: 8, advanced: true, placeholder: '/contacts/{{$id}}' },
    }),
    ...matchFields(8.1),
    deletes: z
      .enum(['ignore', 'unlink', 'archive', 'request'])
      .default('ignore')
      .meta({
        title: 'When a record is deleted',
        description:
          'ignore: nothing is sent and the record is listed as gone at the source. unlink: nothing is sent and it is listed nowhere; should the source have it again, it is sent again. archive: an update sets one field of the record. request: a request of your own is sent.',
        ui: { order: 9 },
      }),
    ...archiveFields(9.1),
    deleteMethod: z
      .enum(['DELETE', 'POST', 'PUT', 'PATCH'])
      .default('DELETE')
      .meta({ title: 'Method for a delete', ui: { order: 10, showIf: { deletes: ['request'] } } }),
    deletePath: pathTemplateSchema.optional().meta({
      title: 'Path for a delete',
      ui: { order: 11, showIf: { deletes: ['request'] }, placeholder: '/contacts/{{$id}}' },
    }),
    idempotency: z
      .enum(['none', 'header'])
      .default('none')
      .meta({
        title: 'Protection against doubles',
        description:
          'none: the API does not know a repeated request. header: it knows one by a key that is sent along.',
        ui: { order: 12 },
      }),
    idempotencyHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/, 'A header name has letters, digits and hyphens only.')
      .default('Idempotency-Key')
      .meta({ title: 'Header for that key', ui: { order: 13, showIf: { idempotency: ['header'] } } }),
    whenLost: z
      .enum(['at-least-once', 'at-most-once'])
      .default('at-least-once')
      .meta({
        title: 'When the answer is lost',
        description:
          'at-least-once: it is sent again, so a double is possible. at-most-once: a person is asked, so a gap is possible until then.',
        ui: { order: 14, showIf: { idempotency: ['none'] } },
      }),
    send: z
      .enum(['one', 'list'])
      .default('one')
      .meta({
        title: 'Records in a request',
        description: 'one: each record has a request of its own. list: many records go together.',
        ui: { order: 15 },
      }),
    concurrency: z
      .int()
      .min(1)
      .max(16)
      .default(4)
      .meta({
        title: 'Requests at the same time',
        ui: { order: 16, showIf: { send: ['one'] }, advanced: true },
      }),
    listSize: z
      .int()
      .min(1)
      .max(1000)
      .default(100)
      .meta({ title: 'Most records in a list', ui: { order: 17, showIf: { send: ['list'] } } }),
    listField: z
      .string()
      .default('')
      .meta({
        title: 'Field that holds the list',
        description: 'Empty = the body is the list itself.',
        ui: { order: 18, showIf: { send: ['list'] } },
      }),
    answers: z
      .enum(['all-or-nothing', 'per-item'])
      .default('all-or-nothing')
      .meta({
        title: 'The answer speaks of',
        description: 'all-or-nothing: the list as a whole. per-item: each record, in the order sent.',
        ui: { order: 19, showIf: { send: ['list'] } },
      }),
    resultsPath: valuePathSchema.default('').meta({
      title: 'Path to the results',
      description: 'List with one entry for each record, in the same order.',
      ui: { order: 20, showIf: { answers: ['per-item'] }, placeholder: 'results' },
    }),
    okPath: valuePathSchema.optional().meta({
      title: 'Must be in the answer',
      description: 'A good answer has a value here that is not false or null.',
      ui: { order: 21, advanced: true, placeholder: 'ok' },
    }),
    errorPaths: z
      .array(valuePathSchema)
      .default(['errors', 'error'])
      .meta({
        title: 'Must not be in the answer',
        description: 'A value at one of these paths means that the record was refused, whatever the status.',
        ui: { order: 22, advanced: true },
      }),
    idPath: valuePathSchema.optional().meta({
      title: 'Path to the id in the answer',
      description: 'Kept with the record and put in for {{$id}}.',
      ui: { order: 23, placeholder: 'id' },
    }),
  })
  .superRefine((config, context) => {
    const complain = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (config.body === 'template') {
      const problem = templateProblem(config.template ?? '', config.contentType);
      if (problem) complain('template', problem);
      if (config.send === 'list') complain('send', 'A text of your own is sent for one record at a time.');
    }
    if (config.deletes === 'request' && fieldsOf(config.deletePath ?? '').length === 0) {
      complain('deletePath', 'Name the record in the path, for example /contacts/{{$id}}.');
    }
    findArchiveProblems(config, namingFields(config), complain);
    if (config.deletes === 'archive') {
      if (namingFields(config).length === 0)
        complain(
          'updatePath',
          'Archiving is an update. Name the record in its path, for example /contacts/{{$id}}.',
        );
      if (config.updateMethod === 'PUT')
        complain(
          'updateMethod',
          'PUT replaces the whole record, and archiving sends one field. Choose PATCH or POST.',
        );
      if (config.body === 'template')
        complain(
          'deletes',
          'Archiving sends one field as JSON, not a text of your own. Send a request instead.',
        );
    }
    if (config.send === 'list' && fieldsOf(config.path).length > 0) {
      complain('path', 'A list has many records; the path can not name one of them.');
    }
    const usesId = [
      config.path,
      config.updatePath ?? '',
      config.deletePath ?? '',
      config.template ?? '',
    ].some((template) => fieldsOf(template).includes('$id'));
    if (usesId && !config.idPath)
      complain('idPath', 'Say where the answer holds the id that {{$id}} stands for.');
    findMatchProblems(config, complain);
    if (fieldsOf(config.path).includes('$id'))
      complain('path', 'A new record has no {{$id}} yet; use a field or {{$key}}.');
  });

/** What names the record in the path of an update. */
function namingFields({ path, updatePath }: { path: string; updatePath?: string | undefined }): string[] {
  return fieldsOf(updatePath ?? path);
}

export type SendConfig = z.infer<typeof sendConfigSchema>;

function templateProblem(template: string, contentType: string): string | null {
  if (template.trim() === '') return 'Write the text of the body.';
  const parts = parseTemplate(template);
  if (typeof parts === 'string') return parts;
  if (contentType !== 'application/json') return null;
  try {
    JSON.parse(fillJson(template, { record: {}, key: 'k', remoteId: null }));
    return null;
  } catch {
    return 'The text is not JSON once the fields are put in.';
  }
}

/** How sure one write is to happen once, from what the API offers. */
export function deliveryOf(config: SendConfig): DeliveryClass {
  if (config.idempotency === 'header') return 'I';
  return config.method === 'PUT' && fieldsOf(config.path).length > 0 ? 'U' : 'N';
}

/** So many requests of one record each one after the other: five seconds at 200 ms an answer. */
const requestsInARow = 25;
const listsInARow = 4;
const maxBatch = 1000;

/** Records of one batch: few enough that live changes need not wait long for it to end. */
export function batchSizeOf({ send, concurrency, listSize }: SendConfig): number {
  return Math.min(maxBatch, send === 'list' ? listsInARow * listSize : requestsInARow * concurrency);
}

export const sendNode = defineNode({
  type: 'http.send',
  version: 1,
  role: 'destination',
  title: 'Send to an API',
  system: 'HTTP API',
  icon: 'cloud-upload',
  doc: 'Sends each record to any JSON API. Every record has its own outcome, read from the answer and not only from its status.',
  connection: { kind: 'http' },
  config: sendConfigSchema,
  ports: destinationPorts,
  capabilities: { writes: ['upsert', 'create', 'delete'], maxBatch },
  summarise: ({ method, path, match }) =>
    `${method} ${path || '/'}${match === 'search' ? ', once it was searched for' : ''}`,
});
