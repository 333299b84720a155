import { defineNode, sourcePorts } from '@syncline/model';
import * as z from 'zod';
import { pathProblem } from '../json/valuePath.ts';

const valuePathSchema = z.string().superRefine((path, context) => {
  const problem = pathProblem(path);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

export const triggerConfigSchema = z
  .strictObject({
    sample: z
      .string()
      .max(65_536)
      .optional()
      .meta({
        title: 'Address and sample',
        description:
          'Give the address to the sender. A body that came, or that you paste, shows which fields there are.',
        ui: { widget: 'endpoint', order: 1 },
      }),
    key: z
      .array(valuePathSchema.min(1, 'Name a field.'))
      .min(1, 'Choose at least one field.')
      .meta({
        title: 'Key',
        description: 'Fields that identify a record and never change.',
        ui: { widget: 'fields', order: 2, placeholder: 'id' },
      }),
    record: valuePathSchema.default('').meta({
      title: 'Path to the record',
      description: 'Where the record stands in an event; empty when the event is the record.',
      ui: { order: 3, placeholder: 'data' },
    }),
    items: valuePathSchema.default('').meta({
      title: 'Path to a list of events',
      description: 'When one post brings several. Empty = the body is one event, or a list of them.',
      ui: { order: 4, advanced: true, placeholder: 'events' },
    }),
    stream: z
      .string()
      .min(1)
      .default('events')
      .meta({ title: 'Name of the stream', ui: { order: 5, advanced: true } }),
    opPath: valuePathSchema.optional().meta({
      title: 'Path to the kind of event',
      description: 'Read from the event, for example type.',
      ui: { order: 6, placeholder: 'type' },
    }),
    deletes: z
      .array(z.string().min(1))
      .default([])
      .meta({
        title: 'Kinds that mean "deleted"',
        description: 'All other kinds bring the new state of the record.',
        ui: { order: 7, placeholder: 'contact.deleted' },
      }),
    versionPath: valuePathSchema.optional().meta({
      title: 'Path to the time or number of the change',
      description: 'Lets an older event never overwrite a newer one, whatever order they come in.',
      ui: { order: 8, placeholder: 'updated_at' },
    }),
    versionKind: z
      .enum(['ts', 'seq'])
      .default('ts')
      .meta({
        title: 'It is',
        description: 'A time, or a number that grows.',
        ui: { order: 9, advanced: true },
      }),
    fetchFrom: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .optional()
      .meta({
        title: 'Read the record again from',
        description:
          'Name of a step of this flow that can read single records by the same key. Used when a post does not bring the whole record, or does not say when it changed; all others are taken as they are.',
        ui: { order: 10, placeholder: 'nightly' },
      }),
    dedupe: z
      .enum(['auto', 'none', 'header', 'path'])
      .default('auto')
      .meta({
        title: 'Repeated posts are known by',
        description: 'auto = the id headers of Standard Webhooks, Shopify and GitHub, or Idempotency-Key.',
        ui: { order: 11, advanced: true },
      }),
    dedupeName: z
      .string()
      .min(1)
      .optional()
      .meta({
        title: 'Name of that header, or path in the body',
        ui: { order: 12, showIf: { dedupe: ['header', 'path'] }, advanced: true },
      }),
  })
  .superRefine((config, context) => {
    const complain = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((config.dedupe === 'header' || config.dedupe === 'path') && !config.dedupeName) {
      complain('dedupeName', 'Name the header or the path.');
    }
    if (config.dedupe === 'path' && pathProblem(config.dedupeName ?? '')) {
      complain('dedupeName', pathProblem(config.dedupeName ?? '') ?? '');
    }
    if (config.deletes.length > 0 && config.opPath === undefined) {
      complain('opPath', 'Say where the kind of event stands.');
    }
    if (config.opPath !== undefined && config.deletes.length === 0) {
      complain('deletes', 'Name at least one kind that means "deleted".');
    }
  });

export type TriggerConfig = z.infer<typeof triggerConfigSchema>;

export const triggerNode = defineNode({
  type: 'webhook.trigger',
  version: 1,
  role: 'trigger',
  title: 'Receive a webhook',
  system: 'Webhook',
  icon: 'webhook',
  doc: 'Takes posts of any system as they happen. Each is stored before it is answered, so none is lost.',
  connection: { kind: 'webhook', optional: true },
  config: triggerConfigSchema,
  ports: sourcePorts,
  capabilities: { deletes: 'events', mayMiss: true },
  summarise: (config) => `key ${config.key.join(', ')}`,
});

/** Intake runs on every post; a config is parsed once for each object it is handed. */
const parsed = new WeakMap<object, TriggerConfig>();

export function readTriggerConfig(config: Record<string, unknown>): TriggerConfig {
  const before = parsed.get(config);
  if (before) return before;
  const result = triggerConfigSchema.parse(config);
  parsed.set(config, result);
  return result;
}
