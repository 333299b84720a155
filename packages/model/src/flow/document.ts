import * as z from 'zod';
import { hostileNames } from './hostileNames.ts';

const refuseHostile = (name: string) => !hostileNames.has(name);
const hostileMessage = 'This name is reserved. Choose another one.';

/** Stable id of a node inside its flow: people read it in diffs, logs and URLs. */
export const nodeNameSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'Use a letter, then letters, digits, _ or -, at most 64 in all.')
  .refine(refuseHostile, hostileMessage);

/** `[from, to]`, or `[from, to, port]` when `from` has more than one way out. */
export const edgeSchema = z.union([
  z.tuple([nodeNameSchema, nodeNameSchema]),
  z.tuple([nodeNameSchema, nodeNameSchema, z.string().min(1).max(64)]),
]);

export const nodeSchema = z.strictObject({
  type: z
    .string()
    .regex(/^[a-z][a-z0-9]*(\.[a-z][a-z0-9-]*)?$/, 'A node type looks like "map" or "postgres.upsert".'),
  /** Version of the node type the config was written for. Missing means 1. */
  version: z.int().min(1).optional(),
  title: z.string().max(120).optional(),
  /** Logical connection name. Which real connection it means is bound per environment, never in the document. */
  connection: z.string().min(1).max(64).optional(),
  config: z.record(z.string(), z.unknown()).default({}),
  /** Names of samples or remarks kept with the step. */
  notes: z.string().max(4000).optional(),
});

/** A small table kept with the flow, for the `lookup` step: at most 5,000 rows. */
export const referenceTableSchema = z.strictObject({
  key: z.string().min(1).max(128),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))).max(5000),
});

export const noteSchema = z.strictObject({
  text: z.string().max(4000),
  at: z.tuple([z.number(), z.number()]),
  size: z.tuple([z.number(), z.number()]).optional(),
});

export const flowSettingsSchema = z.strictObject({
  /** Into how many parts the flow's records are split, so that as many workers can share it. */
  parts: z.int().min(1).max(16).default(1),
  /** What a schedule does when the previous run still goes on. */
  overlap: z.enum(['skip', 'queue-one', 'queue-all', 'replace']).default('queue-one'),
  /** What is done about slots that passed while nothing ran. */
  catchup: z.enum(['latest', 'all', 'none']).default('latest'),
  /** Stop the flow when more records than this die in one run (and more than 5 % of them). */
  errorBudget: z.int().min(1).max(1_000_000).default(100),
});

/**
 * The flow document: public, versioned, diffable. Layout never reaches logic: two documents which differ
 * only in `layout` and `notes` have the same logic hash.
 */
export const flowDocumentSchema = z.strictObject({
  syncline: z.literal(1, 'This build reads version 1 of the flow document.'),
  name: z.string().trim().min(1, 'Give the flow a name.').max(120),
  description: z.string().max(4000).optional(),
  nodes: z.record(nodeNameSchema, nodeSchema),
  edges: z.array(edgeSchema).max(5000),
  tables: z.record(nodeNameSchema, referenceTableSchema).optional(),
  settings: flowSettingsSchema.partial().optional(),
  layout: z.record(nodeNameSchema, z.tuple([z.number(), z.number()])).optional(),
  notes: z.array(noteSchema).max(200).optional(),
});

export type FlowDocument = z.infer<typeof flowDocumentSchema>;
export type FlowNode = z.infer<typeof nodeSchema>;
export type FlowEdge = z.infer<typeof edgeSchema>;
export type FlowSettings = z.infer<typeof flowSettingsSchema>;
export type ReferenceTable = z.infer<typeof referenceTableSchema>;
