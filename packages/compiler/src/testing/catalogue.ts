import { transformNodes } from '@syncline/mapping';
import {
  type AnyNodeDefinition,
  type Diagnostic,
  defineNode,
  destinationPorts,
  type FieldSchema,
  type FieldType,
  type RecordSchema,
  sourcePorts,
} from '@syncline/model';
import * as z from 'zod';
import type { CompileEnv } from '../compileEnv.ts';
import { compileFlow } from '../compileFlow.ts';

/** A small catalogue that has one step of each kind the compiler tells apart. */
const own = [
  defineNode({
    type: 'shop.trigger',
    version: 1,
    role: 'trigger',
    title: 'Shop changes',
    icon: 'store',
    doc: 'Listens.',
    connection: { kind: 'shop' },
    config: z.strictObject({ stream: z.string().default('customers') }),
    ports: sourcePorts,
  }),
  defineNode({
    type: 'shop.schedule',
    version: 1,
    role: 'schedule',
    title: 'Shop records',
    icon: 'store',
    doc: 'Asks.',
    connection: { kind: 'shop' },
    config: z.strictObject({
      stream: z.string().default('customers'),
      cron: z.string().optional(),
      timezone: z.string().default('UTC'),
    }),
    ports: sourcePorts,
  }),
  defineNode({
    type: 'hook.trigger',
    version: 1,
    role: 'trigger',
    title: 'Webhook',
    icon: 'webhook',
    doc: 'Listens.',
    config: z.strictObject({ key: z.array(z.string()).default(['id']), items: z.string().optional() }),
    ports: sourcePorts,
  }),
  defineNode({
    type: 'mail.upsert',
    version: 3,
    role: 'destination',
    title: 'Mailing list',
    icon: 'mail',
    doc: 'Writes.',
    connection: { kind: 'mail' },
    config: z.strictObject({
      audience: z.string(),
      key: z.union([z.string(), z.array(z.string())]).optional(),
    }),
    ports: destinationPorts,
    capabilities: { writes: ['upsert', 'delete'] },
    migrate: {
      1: ({ list, ...rest }) => ({ ...rest, audience: list }),
      2: (config) => {
        if (config.audience === 'explode') throw new Error('boom');
        return config;
      },
    },
  }),
  defineNode({
    type: 'post.send',
    version: 1,
    role: 'destination',
    title: 'Web service',
    icon: 'send',
    doc: 'Posts.',
    connection: { kind: 'http', optional: true },
    config: z.strictObject({ path: z.string().default('/') }),
    ports: destinationPorts,
    capabilities: { writes: ['create'] },
  }),
  defineNode({
    type: 'ways',
    version: 1,
    role: 'transform',
    title: 'Ways',
    icon: 'split',
    doc: 'Has the ways out its settings name.',
    config: z.strictObject({ out: z.array(z.string()).min(1), strict: z.literal(true).default(true) }),
    ports: ({ out }) => ({ in: 1, out }),
  }),
];

// A list of definitions of different configs has no type of its own; the compiler parses before it uses one.
const all = [...own, ...transformNodes] as readonly unknown[] as readonly AnyNodeDefinition[];
const byType = new Map(all.map((one) => [one.type, one]));

const definition = (type: string): AnyNodeDefinition | undefined => byType.get(type);

/** Not a good hash, only one that differs for different texts of a test and needs neither Node nor browser. */
export function digest(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193) >>> 0;
    high = Math.imul(high ^ low, 0x85ebca6b) >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

export const env: CompileEnv = { definition, schemas: {}, digest };

/** @example field('email', 'email', { required: true }) */
export function field(name: string, type: FieldType = 'text', more: Partial<FieldSchema> = {}): FieldSchema {
  return { name, type, nullable: false, required: false, ...more };
}

/** @example schema([field('id')], { key: ['id'] }) */
export function schema(fields: FieldSchema[], more: Partial<RecordSchema> = {}): RecordSchema {
  return { fields, key: [], cursorFields: [], open: false, ...more };
}

export function codes(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map((one) => one.code);
}

/** What the compiler says of a flow under one code. */
export function said(input: unknown, code: string, more: Partial<CompileEnv> = {}): Diagnostic[] {
  return compileFlow(input, { ...env, ...more }).diagnostics.filter((one) => one.code === code);
}
