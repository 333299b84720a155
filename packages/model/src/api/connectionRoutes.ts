import * as z from 'zod';
import { recordSchemaSchema } from '../record/schema.ts';
import { defineRoute, idParams } from './route.ts';

const namedFlowSchema = z.object({ id: z.string(), name: z.string() });

export const connectionSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  /** Without secrets: those read as `true` (set) or are absent. */
  config: z.record(z.string(), z.unknown()),
  /** Made by Syncline itself (the built-in database, the demo receiver); can't be deleted. */
  builtIn: z.boolean(),
  state: z.enum(['unchecked', 'ok', 'failing']),
  /** Result of the last check in words. */
  summary: z.string().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  usedBy: z.array(namedFlowSchema),
  /** Flows that stopped because its credentials were refused, and go on together once it was tested well. */
  pausedFlows: z.array(namedFlowSchema),
  updatedAt: z.iso.datetime(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const checkReplySchema = z.object({
  ok: z.boolean(),
  summary: z.string(),
  problem: z.object({ title: z.string(), whatToDo: z.string() }).nullable(),
  warnings: z.array(z.string()),
  tookMs: z.int(),
});

export const streamSchema = z.object({
  name: z.string(),
  label: z.string(),
  records: z.int().nullable(),
  kind: z.string().nullable(),
});

const connectionBody = z.strictObject({
  name: z.string().trim().min(1, 'Give the connection a name.').max(64),
  kind: z.string(),
  /** On update, a secret that is left out keeps its value. */
  config: z.record(z.string(), z.unknown()),
});

export const connectionRoutes = {
  listConnections: defineRoute({
    id: 'listConnections',
    method: 'GET',
    path: '/api/connections',
    summary: 'Connections with health and the flows that use them',
    permission: 'read',
    audit: null,
    reply: z.object({ items: z.array(connectionSchema) }),
  }),
  createConnection: defineRoute({
    id: 'createConnection',
    method: 'POST',
    path: '/api/connections',
    summary: 'Create a connection; secrets are write-only',
    permission: 'secrets',
    audit: 'connection.create',
    body: connectionBody,
    reply: connectionSchema,
    status: 201,
    errors: ['request.invalid', 'conflict.name'],
  }),
  getConnection: defineRoute({
    id: 'getConnection',
    method: 'GET',
    path: '/api/connections/{id}',
    summary: 'One connection',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: connectionSchema,
    errors: ['not-found'],
  }),
  updateConnection: defineRoute({
    id: 'updateConnection',
    method: 'PUT',
    path: '/api/connections/{id}',
    summary: 'Change a connection',
    permission: 'secrets',
    audit: 'connection.update',
    params: idParams,
    body: connectionBody,
    reply: connectionSchema,
    errors: ['not-found', 'request.invalid', 'conflict.name'],
  }),
  deleteConnection: defineRoute({
    id: 'deleteConnection',
    method: 'DELETE',
    path: '/api/connections/{id}',
    summary: 'Delete a connection no flow uses',
    permission: 'secrets',
    audit: 'connection.delete',
    params: idParams,
    reply: z.object({ deleted: z.literal(true) }),
    errors: ['not-found', 'conflict.in-use'],
  }),
  checkConnection: defineRoute({
    id: 'checkConnection',
    method: 'POST',
    path: '/api/connections/{id}/check',
    summary: 'Sign in and say who we are and what is there',
    permission: 'operate',
    audit: null,
    params: idParams,
    reply: checkReplySchema,
    errors: ['not-found'],
  }),
  resumeConnection: defineRoute({
    id: 'resumeConnection',
    method: 'POST',
    path: '/api/connections/{id}/resume',
    summary: 'Resume all flows that stopped because its credentials were refused, once its check went well',
    permission: 'operate',
    audit: 'connection.resume',
    params: idParams,
    reply: z.object({ resumed: z.array(namedFlowSchema) }),
    errors: ['not-found', 'conflict.state'],
  }),
  tryConnection: defineRoute({
    id: 'tryConnection',
    method: 'POST',
    path: '/api/connection-checks',
    summary: 'Check a config before it is saved',
    permission: 'secrets',
    audit: null,
    body: connectionBody.extend({ id: z.string().optional() }),
    reply: checkReplySchema,
    errors: ['request.invalid'],
  }),
  listStreams: defineRoute({
    id: 'listStreams',
    method: 'GET',
    path: '/api/connections/{id}/streams',
    summary: 'Tables or lists to read or write',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: z.object({ items: z.array(streamSchema) }),
    errors: ['not-found'],
  }),
  describeStream: defineRoute({
    id: 'describeStream',
    method: 'GET',
    path: '/api/connections/{id}/schema',
    summary: 'Fields of one table or list, as a node of this type and config sees it',
    permission: 'read',
    audit: null,
    params: idParams,
    query: z.object({ type: z.string(), config: z.string().max(8192).describe('node config as JSON') }),
    reply: recordSchemaSchema,
    errors: ['not-found', 'request.invalid'],
  }),
};
