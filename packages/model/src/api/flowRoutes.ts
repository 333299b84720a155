import * as z from 'zod';
import { flowDocumentSchema } from '../flow/document.ts';
import { diagnosticSchema } from '../plan/diagnostic.ts';
import { recordSchemaSchema } from '../record/schema.ts';
import { runStatusSchema, runSummarySchema } from '../run/run.ts';
import { defineRoute, idParams, pageOf, pageQuery } from './route.ts';

/** draft: never published · live: runs by itself · paused: stopped by a person or a problem, capture goes on. */
export const flowStateSchema = z.enum(['draft', 'live', 'paused']);

export const flowSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  state: flowStateSchema,
  pauseReason: z.string().nullable(),
  pauseMessage: z.string().nullable(),
  /** Published version, null before the first publish. */
  version: z.int().nullable(),
  /** The draft's logic differs from the published version. */
  changed: z.boolean(),
  problems: z.int(),
  lastRun: z.object({ id: z.string(), status: runStatusSchema, at: z.iso.datetime() }).nullable(),
  nextRunAt: z.iso.datetime().nullable(),
  /** A slot passed more than a minute ago and nothing ran. */
  late: z.boolean(),
  /** Events received and not yet worked off. */
  waitingEvents: z.int(),
  /** Node types in flow order, for the little picture. */
  shape: z.object({
    nodes: z.array(z.object({ name: z.string(), type: z.string() })),
    edges: z.array(z.tuple([z.string(), z.string()])),
  }),
  updatedAt: z.iso.datetime(),
});
export type FlowSummary = z.infer<typeof flowSummarySchema>;

export const flowSchema = flowSummarySchema.extend({
  /** The draft. */
  document: flowDocumentSchema,
  /** Changes with every save; send it back in If-Match. */
  etag: z.string(),
  /** Logical connection name -> connection id. */
  bindings: z.record(z.string(), z.string()),
  /** Webhook addresses by node name. */
  endpoints: z.record(z.string(), z.string()),
  /** What a run was about to delete when the flow stopped before it; null when it did not. */
  guard: z
    .object({
      runId: z.string(),
      node: z.string(),
      /** Records to be deleted, of so many the destination is known to hold. */
      count: z.int(),
      known: z.int(),
      /** Some of them. */
      keys: z.array(z.string()),
    })
    .nullable(),
  /** Connection whose refused credentials stopped the flow; null when it did not stop for that. */
  refusedBy: z.string().nullable(),
});
export type Flow = z.infer<typeof flowSchema>;

export const validationSchema = z.object({
  diagnostics: z.array(diagnosticSchema),
  /** Schema that leaves each node (for a destination: what it accepts), as far as known. */
  schemas: z.record(z.string(), recordSchemaSchema),
  /** Schema that reaches each node. */
  inputs: z.record(z.string(), recordSchemaSchema),
  /** Delivery class of each destination. */
  delivery: z.record(z.string(), z.string()),
});
export type Validation = z.infer<typeof validationSchema>;

export const previewRecordSchema = z.object({
  key: z.string().nullable(),
  op: z.enum(['upsert', 'delete']),
  record: z.record(z.string(), z.unknown()),
});

export const previewSchema = z.object({
  node: z.string(),
  input: z.array(previewRecordSchema),
  output: z.array(previewRecordSchema.extend({ port: z.string() })),
  failed: z.array(
    z.object({
      key: z.string().nullable(),
      field: z.string().nullable(),
      code: z.string(),
      message: z.string(),
    }),
  ),
  filtered: z.int(),
  /** Where the records came from: `live read of public.contacts`, `3 kept samples`. */
  from: z.string(),
  tookMs: z.int(),
});
export type Preview = z.infer<typeof previewSchema>;

export const flowVersionSchema = z.object({
  version: z.int(),
  hash: z.string(),
  note: z.string().nullable(),
  publishedAt: z.iso.datetime(),
  document: flowDocumentSchema,
});

export const flowRoutes = {
  listFlows: defineRoute({
    id: 'listFlows',
    method: 'GET',
    path: '/api/flows',
    summary: 'Flows with their state, last and next run',
    permission: 'read',
    audit: null,
    query: pageQuery,
    reply: pageOf(flowSummarySchema),
  }),
  createFlow: defineRoute({
    id: 'createFlow',
    method: 'POST',
    path: '/api/flows',
    summary: 'Create a flow as a draft',
    permission: 'edit',
    audit: 'flow.create',
    body: z.strictObject({
      document: flowDocumentSchema,
      bindings: z.record(z.string(), z.string()).optional(),
    }),
    reply: flowSchema,
    status: 201,
    errors: ['request.invalid'],
  }),
  getFlow: defineRoute({
    id: 'getFlow',
    method: 'GET',
    path: '/api/flows/{id}',
    summary: 'A flow with its draft',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: flowSchema,
    errors: ['not-found'],
  }),
  saveFlow: defineRoute({
    id: 'saveFlow',
    method: 'PUT',
    path: '/api/flows/{id}',
    summary: 'Save the draft (If-Match: etag)',
    permission: 'edit',
    audit: 'flow.save',
    params: idParams,
    body: z.strictObject({
      document: flowDocumentSchema,
      bindings: z.record(z.string(), z.string()).optional(),
    }),
    reply: flowSchema,
    errors: ['not-found', 'conflict.changed', 'request.invalid'],
  }),
  deleteFlow: defineRoute({
    id: 'deleteFlow',
    method: 'DELETE',
    path: '/api/flows/{id}',
    summary: 'Delete a flow with its versions and history',
    permission: 'edit',
    audit: 'flow.delete',
    params: idParams,
    reply: z.object({ deleted: z.literal(true) }),
    errors: ['not-found'],
  }),
  validateFlow: defineRoute({
    id: 'validateFlow',
    method: 'POST',
    path: '/api/flows/{id}/validate',
    summary: 'Compile the draft (or the document sent) and say every problem',
    permission: 'read',
    audit: null,
    params: idParams,
    body: z.strictObject({ document: flowDocumentSchema.optional(), refresh: z.boolean().optional() }),
    reply: validationSchema,
    errors: ['not-found'],
  }),
  publishFlow: defineRoute({
    id: 'publishFlow',
    method: 'POST',
    path: '/api/flows/{id}/publish',
    summary: 'Make the draft the running version',
    permission: 'operate',
    audit: 'flow.publish',
    params: idParams,
    body: z.strictObject({
      note: z.string().max(500).optional(),
      /** By feeder whose question to its system changed: keep the cursor, load everything again, or go on from now. */
      cursors: z.record(z.string(), z.enum(['keep', 'reload', 'from-now'])).optional(),
    }),
    reply: flowSchema,
    errors: ['not-found', 'flow.invalid', 'flow.cursor-choice', 'connection.missing'],
  }),
  pauseFlow: defineRoute({
    id: 'pauseFlow',
    method: 'POST',
    path: '/api/flows/{id}/pause',
    summary: 'Stop at the next page; capture goes on',
    permission: 'operate',
    audit: 'flow.pause',
    params: idParams,
    reply: flowSchema,
    errors: ['not-found', 'flow.not-published'],
  }),
  resumeFlow: defineRoute({
    id: 'resumeFlow',
    method: 'POST',
    path: '/api/flows/{id}/resume',
    summary: 'Go on from where it stopped',
    permission: 'operate',
    audit: 'flow.resume',
    params: idParams,
    reply: flowSchema,
    errors: ['not-found', 'flow.not-published'],
  }),
  runFlow: defineRoute({
    id: 'runFlow',
    method: 'POST',
    path: '/api/flows/{id}/runs',
    summary: 'Run now; `feeder` when there are several, `full` to read everything again',
    permission: 'operate',
    audit: 'flow.run',
    params: idParams,
    body: z.strictObject({ feeder: z.string().optional(), full: z.boolean().optional() }),
    reply: runSummarySchema,
    status: 201,
    errors: ['not-found', 'flow.not-published', 'flow.invalid', 'flow.paused'],
  }),
  previewFlow: defineRoute({
    id: 'previewFlow',
    method: 'POST',
    path: '/api/flows/{id}/preview',
    summary: 'Real sample records through the draft up to one node; nothing is written',
    permission: 'read',
    audit: null,
    params: idParams,
    body: z.strictObject({ node: z.string(), limit: z.int().min(1).max(100).default(25) }),
    reply: previewSchema,
    errors: ['not-found', 'flow.invalid', 'connection.missing'],
  }),
  listVersions: defineRoute({
    id: 'listVersions',
    method: 'GET',
    path: '/api/flows/{id}/versions',
    summary: 'Published versions, newest first',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: z.object({ items: z.array(flowVersionSchema) }),
    errors: ['not-found'],
  }),
  listSamples: defineRoute({
    id: 'listSamples',
    method: 'GET',
    path: '/api/flows/{id}/samples/{node}',
    summary: 'Newest posts a webhook step received, newest first',
    permission: 'read',
    audit: null,
    params: idParams.extend({ node: z.string() }),
    reply: z.object({
      items: z.array(
        z.object({ id: z.string(), receivedAt: z.iso.datetime(), body: z.unknown(), verified: z.boolean() }),
      ),
    }),
    errors: ['not-found'],
  }),
  exportFlow: defineRoute({
    id: 'exportFlow',
    method: 'GET',
    path: '/api/flows/{id}/export',
    summary: 'The document as canonical text, or as a template without secrets and ids',
    permission: 'read',
    audit: 'flow.export',
    params: idParams,
    query: z.object({ as: z.enum(['document', 'template']).default('document') }),
    reply: z.unknown(),
    errors: ['not-found'],
  }),
};
