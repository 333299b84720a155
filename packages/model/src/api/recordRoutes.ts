import * as z from 'zod';
import { outcomeSchema } from '../record/outcome.ts';
import { fieldChangeSchema } from './approvalRoutes.ts';
import { defineRoute } from './route.ts';

/** What one destination knows of a record. */
export const recordPlaceSchema = z.object({
  destinationId: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  node: z.string(),
  nodeTitle: z.string(),
  /** Identity at the destination, and at the source. */
  key: z.string(),
  sourceKey: z.string(),
  state: z.enum(['synced', 'failed', 'dead', 'tombstone', 'uncertain', 'orphan', 'parked']),
  outcome: outcomeSchema.nullable(),
  runId: z.string().nullable(),
  at: z.iso.datetime().nullable(),
  remoteId: z.string().nullable(),
  deadLetterId: z.string().nullable(),
  approvalId: z.string().nullable(),
});
export type RecordPlace = z.infer<typeof recordPlaceSchema>;

/** One thing that happened to a record, newest first. */
export const recordHopSchema = z.object({
  at: z.iso.datetime(),
  flowId: z.string(),
  node: z.string(),
  nodeTitle: z.string(),
  runId: z.string(),
  outcome: outcomeSchema,
  code: z.string().nullable(),
  /** In words: why it was left out, what failed. */
  detail: z.string().nullable(),
  changes: z.array(fieldChangeSchema),
});
export type RecordHop = z.infer<typeof recordHopSchema>;

export const recordRoutes = {
  findRecords: defineRoute({
    id: 'findRecords',
    method: 'GET',
    path: '/api/records',
    summary: 'Where is this customer: by id, e-mail, phone or any key, over all flows and systems',
    permission: 'read',
    audit: null,
    query: z.object({ q: z.string().trim().min(1).max(400), flow: z.string().optional() }),
    reply: z.object({ items: z.array(recordPlaceSchema), tookMs: z.int() }),
  }),
  getRecordStory: defineRoute({
    id: 'getRecordStory',
    method: 'GET',
    path: '/api/records/story',
    summary: 'What happened to a record at a destination, with field values before and after',
    permission: 'read',
    audit: null,
    query: z.object({ destination: z.string(), key: z.string() }),
    reply: z.object({ place: recordPlaceSchema, hops: z.array(recordHopSchema) }),
    errors: ['not-found'],
  }),
};
