import * as z from 'zod';
import { flowSchema } from './flowRoutes.ts';
import { defineRoute, idParams } from './route.ts';

/**
 * starting: capture is being set up · capturing: events are stored, nothing loaded yet · loading: a backfill runs beside
 * the live events · in-sync: loaded, and capture has passed the backfill's end · failing: capture is broken, see `problem`.
 */
export const streamStateSchema = z.enum(['starting', 'capturing', 'loading', 'in-sync', 'failing']);

/** How one feeder stands: its cursor, its capture, how far the destination is proven equal to the source. */
export const streamSchema = z.object({
  node: z.string(),
  title: z.string(),
  role: z.enum(['trigger', 'schedule', 'sync']),
  /** Null for a feeder without capture of its own. */
  state: streamStateSchema.nullable(),
  problem: z
    .object({ code: z.string(), title: z.string(), whatToDo: z.string(), message: z.string() })
    .nullable(),
  capturedSince: z.iso.datetime().nullable(),
  inSyncSince: z.iso.datetime().nullable(),
  /**
   * Every change before this time is known to have arrived: a sweep found everything equal, or made it so. That is not said
   * of the records it could not compare, `sweep.failed`.
   */
  verifiedThrough: z.iso.datetime().nullable(),
  /**
   * Last sweep that came to its end: records compared, how many were not as they should be, and how many could be neither
   * compared nor put right. `missing` is null when it was not looked for what is gone at the source.
   */
  sweep: z
    .object({
      runId: z.string(),
      at: z.iso.datetime(),
      checked: z.int(),
      repaired: z.int(),
      missing: z.int().nullable(),
      failed: z.int(),
    })
    .nullable(),
  nextSweepAt: z.iso.datetime().nullable(),
  backfill: z
    .object({
      runId: z.string(),
      state: z.enum(['running', 'paused', 'done', 'failed', 'cancelled']),
      progress: z.number().nullable(),
      read: z.int(),
    })
    .nullable(),
  /** Bytes of log the source keeps because they are not confirmed. */
  lagBytes: z.int().nullable(),
  waitingEvents: z.int(),
  cursor: z
    .object({ value: z.unknown(), updatedAt: z.iso.datetime(), updatedBy: z.string().nullable() })
    .nullable(),
});
export type Stream = z.infer<typeof streamSchema>;

const streamParams = idParams.extend({ node: z.string() });

export const streamRoutes = {
  listStreams: defineRoute({
    id: 'listFlowStreams',
    method: 'GET',
    path: '/api/flows/{id}/streams',
    summary: 'How each source of the flow stands',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: z.object({ items: z.array(streamSchema) }),
    errors: ['not-found'],
  }),
  steerBackfill: defineRoute({
    id: 'steerBackfill',
    method: 'POST',
    path: '/api/flows/{id}/streams/{node}/backfill',
    summary:
      'Load what exists: all, or the keys given; pause, resume or stop it. Live events never wait for it',
    permission: 'operate',
    audit: 'stream.backfill',
    params: streamParams,
    body: z.strictObject({
      action: z.enum(['start', 'pause', 'resume', 'stop']),
      keys: z.array(z.string().min(1)).min(1).max(10_000).optional(),
    }),
    reply: streamSchema,
    errors: ['not-found', 'flow.not-published', 'flow.paused', 'request.invalid', 'conflict.state'],
  }),
  sweepStream: defineRoute({
    id: 'sweepStream',
    method: 'POST',
    path: '/api/flows/{id}/streams/{node}/sweep',
    summary: 'Compare everything with the destinations now, and repair',
    permission: 'operate',
    audit: 'stream.sweep',
    params: streamParams,
    reply: streamSchema,
    errors: ['not-found', 'flow.not-published', 'flow.paused', 'request.invalid'],
  }),
  editCursor: defineRoute({
    id: 'editCursor',
    method: 'PUT',
    path: '/api/flows/{id}/streams/{node}/cursor',
    summary: 'Set where the next incremental read starts; null = from the beginning',
    permission: 'operate',
    audit: 'cursor.edit',
    params: streamParams,
    body: z.strictObject({ value: z.unknown() }),
    reply: streamSchema,
    errors: ['not-found', 'request.invalid', 'conflict.state'],
  }),
  decideGuard: defineRoute({
    id: 'decideGuard',
    method: 'POST',
    path: '/api/flows/{id}/guard',
    summary: 'A flow that stopped before deleting many records: let it, or leave them where they are',
    permission: 'operate',
    audit: 'flow.guard',
    params: idParams,
    body: z.strictObject({ decision: z.enum(['approve', 'reject']) }),
    reply: flowSchema,
    errors: ['not-found', 'conflict.state'],
  }),
};
