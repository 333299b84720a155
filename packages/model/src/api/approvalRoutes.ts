import * as z from 'zod';
import { defineRoute, idParams, pageOf, pageQuery } from './route.ts';

export const approvalStateSchema = z.enum(['waiting', 'approved', 'rejected', 'superseded', 'expired']);

/** One field as it is and as it would be; `before` is absent when nobody knows what the destination holds. */
export const fieldChangeSchema = z.object({
  field: z.string(),
  before: z.unknown().optional(),
  after: z.unknown(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

export const approvalSchema = z.object({
  id: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  /** The checkpoint, and its question. */
  node: z.string(),
  nodeTitle: z.string(),
  runId: z.string(),
  key: z.string(),
  op: z.enum(['upsert', 'delete']),
  /** The record as it would go on. */
  record: z.record(z.string(), z.unknown()),
  /** Decisions are for exactly this content. */
  contentHash: z.string(),
  /** Against what the first destination behind the checkpoint holds; null when it can't be asked. */
  changes: z.array(fieldChangeSchema).nullable(),
  /** That destination searches for the record before it is sent for the first time, so it may turn out a change. */
  looksFirst: z.boolean(),
  /** What that destination does when a record is deleted; null when nothing is known of it. */
  deletes: z.enum(['ignore', 'unlink', 'archive', 'delete']).nullable(),
  state: approvalStateSchema,
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
});
export type Approval = z.infer<typeof approvalSchema>;

const decision = z.enum(['approve', 'reject']);

export const approvalRoutes = {
  listApprovals: defineRoute({
    id: 'listApprovals',
    method: 'GET',
    path: '/api/approvals',
    summary: 'Records that wait for a person, oldest first',
    permission: 'read',
    audit: null,
    query: pageQuery.extend({
      flow: z.string().optional(),
      node: z.string().optional(),
      state: approvalStateSchema.default('waiting'),
    }),
    reply: pageOf(approvalSchema),
  }),
  countApprovals: defineRoute({
    id: 'countApprovals',
    method: 'GET',
    path: '/api/approval-counts',
    summary: 'How many records wait, by checkpoint',
    permission: 'read',
    audit: null,
    reply: z.object({
      total: z.int(),
      checkpoints: z.array(
        z.object({
          flowId: z.string(),
          flowName: z.string(),
          node: z.string(),
          nodeTitle: z.string(),
          waiting: z.int(),
          oldest: z.iso.datetime(),
        }),
      ),
    }),
  }),
  decideApproval: defineRoute({
    id: 'decideApproval',
    method: 'POST',
    path: '/api/approvals/{id}/decide',
    summary: 'Approve, approve as edited, or reject one record; the content must still be the one seen',
    permission: 'operate',
    audit: 'approval.decide',
    params: idParams,
    body: z.strictObject({
      decision,
      contentHash: z.string(),
      note: z.string().max(500).optional(),
      record: z.record(z.string(), z.unknown()).optional(),
    }),
    reply: approvalSchema,
    errors: ['not-found', 'conflict.changed', 'conflict.state'],
  }),
  decideApprovals: defineRoute({
    id: 'decideApprovals',
    method: 'POST',
    path: '/api/approvals/decide',
    summary: 'Decide all that wait at a checkpoint up to the newest one seen; later ones stay',
    permission: 'operate',
    audit: 'approval.decide-all',
    body: z.strictObject({
      flow: z.string(),
      node: z.string(),
      decision,
      /** Id of the newest record the decision is for. */
      upTo: z.string(),
      note: z.string().max(500).optional(),
    }),
    reply: z.object({ records: z.int() }),
    errors: ['not-found'],
  }),
};
