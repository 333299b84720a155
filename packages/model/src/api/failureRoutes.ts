import * as z from 'zod';
import { deadLetterSchema, deadLetterStateSchema, failureGroupSchema } from '../run/run.ts';
import { defineRoute, idParams, pageOf, pageQuery } from './route.ts';

export const letterFilter = {
  run: z.string().optional(),
  flow: z.string().optional(),
  node: z.string().optional(),
  code: z.string().optional(),
  field: z.string().optional(),
  state: deadLetterStateSchema.default('open'),
};

/** Which failed records an action is for: named ones, or all open ones that fit. At least one field is needed. */
export const letterSelectionSchema = z
  .strictObject({
    ids: z.array(z.string()).min(1).max(1000).optional(),
    run: z.string().optional(),
    flow: z.string().optional(),
    node: z.string().optional(),
    code: z.string().optional(),
    field: z.string().optional(),
  })
  .refine(
    (filter) => Object.values(filter).some((value) => value !== undefined),
    'Say which failed records.',
  );
export type LetterSelection = z.infer<typeof letterSelectionSchema>;

/** What a replay would do at one destination, or where it would end. Nothing is written to find out. */
export const dryRunSchema = z.object({
  results: z.array(
    z.object({
      node: z.string(),
      title: z.string(),
      verdict: z.enum([
        'create',
        'update',
        /** Looked for first, since it may be there already: what becomes of it depends on what is found. */
        'match',
        'delete',
        /** Only marked as gone; the record says how. */
        'archive',
        'unchanged',
        'superseded',
        'filtered',
        'parked',
        'failed',
      ]),
      /** The mapped record, when it got that far. */
      record: z.unknown(),
      code: z.string().nullable(),
      message: z.string().nullable(),
      field: z.string().nullable(),
    }),
  ),
});

export const orphanKindSchema = z.enum(['gone-at-source', 'in-doubt', 'refused']);

/** A record a destination holds (or may hold) that no longer has its like at the source, or whose state is not known. */
export const orphanSchema = z.object({
  destinationId: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  node: z.string(),
  nodeTitle: z.string(),
  key: z.string(),
  sourceKey: z.string(),
  kind: orphanKindSchema,
  runId: z.string().nullable(),
  deadLetterId: z.string().nullable(),
});
export type Orphan = z.infer<typeof orphanSchema>;

export const failureRoutes = {
  listDeadLetterGroups: defineRoute({
    id: 'listDeadLetterGroups',
    method: 'GET',
    path: '/api/dead-letter-groups',
    summary: 'Failed records grouped by flow, step and cause, largest group first',
    permission: 'read',
    audit: null,
    query: z.object(letterFilter),
    reply: z.object({
      groups: z.array(
        failureGroupSchema.extend({ flowId: z.string(), flowName: z.string(), newest: z.iso.datetime() }),
      ),
      total: z.int(),
    }),
  }),
  getDeadLetter: defineRoute({
    id: 'getDeadLetter',
    method: 'GET',
    path: '/api/dead-letters/{id}',
    summary: 'One failed record with what came in, what the mapping made of it, and its edit',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: deadLetterSchema,
    errors: ['not-found'],
  }),
  editDeadLetter: defineRoute({
    id: 'editDeadLetter',
    method: 'PUT',
    path: '/api/dead-letters/{id}/edit',
    summary: 'Lay an edited record over the one that came in; null takes the edit back',
    permission: 'operate',
    audit: 'dead-letter.edit',
    params: idParams,
    body: z.strictObject({ input: z.record(z.string(), z.unknown()).nullable() }),
    reply: deadLetterSchema,
    errors: ['not-found', 'conflict.state', 'request.invalid'],
  }),
  dryRunDeadLetter: defineRoute({
    id: 'dryRunDeadLetter',
    method: 'POST',
    path: '/api/dead-letters/{id}/dry-run',
    summary: 'What a replay would do now, with the edit sent or kept; nothing is written',
    permission: 'read',
    audit: null,
    params: idParams,
    body: z.strictObject({ input: z.record(z.string(), z.unknown()).optional() }),
    reply: dryRunSchema,
    errors: ['not-found', 'conflict.state', 'flow.not-published'],
  }),
  replayDeadLetters: defineRoute({
    id: 'replayDeadLetters',
    method: 'POST',
    path: '/api/dead-letters/replay',
    summary: 'Run failed records once more, through mapping and guard; one run per flow and feeder',
    permission: 'operate',
    audit: 'dead-letter.replay',
    body: letterSelectionSchema,
    reply: z.object({ runIds: z.array(z.string()), records: z.int(), left: z.int() }),
    errors: ['request.invalid', 'conflict.state', 'flow.paused', 'flow.not-published'],
  }),
  ignoreDeadLetters: defineRoute({
    id: 'ignoreDeadLetters',
    method: 'POST',
    path: '/api/dead-letters/ignore',
    summary: 'Take failed records off the list, with a reason',
    permission: 'operate',
    audit: 'dead-letter.ignore',
    body: z.strictObject({
      select: letterSelectionSchema,
      reason: z.string().trim().min(1, 'Say why.').max(500),
    }),
    reply: z.object({ records: z.int() }),
    errors: ['request.invalid'],
  }),
  reopenDeadLetters: defineRoute({
    id: 'reopenDeadLetters',
    method: 'POST',
    path: '/api/dead-letters/reopen',
    summary: 'Put ignored records back on the list',
    permission: 'operate',
    audit: 'dead-letter.reopen',
    body: z.strictObject({ ids: z.array(z.string()).min(1).max(1000) }),
    reply: z.object({ records: z.int() }),
    errors: ['request.invalid'],
  }),
  listOrphans: defineRoute({
    id: 'listOrphans',
    method: 'GET',
    path: '/api/orphans',
    summary: 'Records that destinations hold without a like at the source, or in doubt',
    permission: 'read',
    audit: null,
    query: pageQuery.extend({
      flow: z.string().optional(),
      node: z.string().optional(),
      kind: orphanKindSchema.optional(),
    }),
    reply: pageOf(orphanSchema),
  }),
  settleOrphans: defineRoute({
    id: 'settleOrphans',
    method: 'POST',
    path: '/api/orphans/settle',
    summary:
      'forget: Syncline no longer looks after them · recheck: read them again at the source and put right',
    permission: 'operate',
    audit: 'orphan.settle',
    body: z.strictObject({
      records: z
        .array(z.strictObject({ destinationId: z.string(), key: z.string() }))
        .min(1)
        .max(1000),
      action: z.enum(['forget', 'recheck']),
    }),
    reply: z.object({ records: z.int() }),
    errors: ['request.invalid', 'flow.paused'],
  }),
};
