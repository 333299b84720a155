import * as z from 'zod';
import { flowDocumentSchema } from '../flow/document.ts';
import { flowSchema } from './flowRoutes.ts';
import { defineRoute, idParams } from './route.ts';

/** A shared template: a flow document without secrets and ids, with what it needs to run at once. */
export const templateSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'Use small letters, digits and hyphens.'),
  title: z.string().min(1).max(120),
  summary: z.string().max(400),
  /** When to choose it and what to change first, in plain sentences. */
  note: z.string().max(4000).default(''),
  mode: z.enum(['schedule', 'trigger', 'both']),
  systems: z.array(z.string()).max(20),
  document: flowDocumentSchema,
  /** Logical connection -> kind; `builtIn` names a connection Syncline brings itself. */
  needs: z.record(z.string(), z.strictObject({ kind: z.string(), builtIn: z.string().optional() })),
  /** Files laid into the data folder on use, when absent there: name -> text. */
  files: z
    .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/), z.string().max(2_000_000))
    .optional(),
  /** Statements run once in the built-in database on use: sample tables. Only shipped templates may have it. */
  setup: z.array(z.string()).optional(),
  /** Sample posts for webhook steps: node -> bodies. */
  posts: z.record(z.string(), z.array(z.unknown())).optional(),
});
export type Template = z.infer<typeof templateSchema>;

export const templateSummarySchema = templateSchema.omit({ files: true, setup: true }).extend({
  shipped: z.boolean(),
  /** Each need with whether a fitting connection exists. */
  ready: z.record(z.string(), z.boolean()),
  runsAtOnce: z.boolean(),
});
export type TemplateSummary = z.infer<typeof templateSummarySchema>;

export const templateRoutes = {
  listTemplates: defineRoute({
    id: 'listTemplates',
    method: 'GET',
    path: '/api/templates',
    summary: 'Templates, shipped and shared',
    permission: 'read',
    audit: null,
    reply: z.object({ items: z.array(templateSummarySchema) }),
  }),
  useTemplate: defineRoute({
    id: 'useTemplate',
    method: 'POST',
    path: '/api/templates/{id}/use',
    summary: 'Make a draft flow of a template, with its sample data',
    permission: 'edit',
    audit: 'template.use',
    params: idParams,
    body: z.strictObject({
      name: z.string().max(120).optional(),
      bindings: z.record(z.string(), z.string()).optional(),
    }),
    reply: flowSchema,
    status: 201,
    errors: ['not-found', 'connection.missing'],
  }),
  importTemplate: defineRoute({
    id: 'importTemplate',
    method: 'POST',
    path: '/api/templates',
    summary: 'Keep a template from a file',
    permission: 'edit',
    audit: 'template.import',
    body: templateSchema,
    reply: templateSummarySchema,
    status: 201,
    errors: ['request.invalid', 'conflict.name'],
  }),
  deleteTemplate: defineRoute({
    id: 'deleteTemplate',
    method: 'DELETE',
    path: '/api/templates/{id}',
    summary: 'Delete an imported template',
    permission: 'edit',
    audit: 'template.delete',
    params: idParams,
    reply: z.object({ deleted: z.literal(true) }),
    errors: ['not-found', 'conflict.in-use'],
  }),
};
