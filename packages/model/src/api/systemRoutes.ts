import * as z from 'zod';
import { catalogueSchema } from '../node/catalogue.ts';
import { defineRoute } from './route.ts';

export const healthSchema = z.object({
  ready: z.boolean(),
  version: z.string(),
  /** One entry per thing looked at; `ok` false makes `ready` false for those that block. */
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), note: z.string() })),
  workers: z.int(),
});

export const fileSchema = z.object({ name: z.string(), bytes: z.int(), modifiedAt: z.iso.datetime() });

const fileParams = z.object({ name: z.string().min(1).max(255) });

export const systemRoutes = {
  getHealth: defineRoute({
    id: 'getHealth',
    method: 'GET',
    path: '/api/health',
    summary: 'Ready or not, and why',
    permission: 'public',
    audit: null,
    reply: healthSchema,
  }),
  getCatalogue: defineRoute({
    id: 'getCatalogue',
    method: 'GET',
    path: '/api/catalogue',
    summary: 'Node types and connection kinds with their forms',
    permission: 'read',
    audit: null,
    reply: catalogueSchema,
  }),
  getSession: defineRoute({
    id: 'getSession',
    method: 'GET',
    path: '/api/session',
    summary: 'Whether a sign-in is needed and done',
    permission: 'public',
    audit: null,
    reply: z.object({ required: z.boolean(), signedIn: z.boolean() }),
  }),
  signIn: defineRoute({
    id: 'signIn',
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with the owner password',
    permission: 'public',
    audit: 'session.sign-in',
    body: z.strictObject({ password: z.string().min(1).max(512) }),
    reply: z.object({ required: z.boolean(), signedIn: z.boolean() }),
    errors: ['auth.wrong', 'auth.slow-down'],
  }),
  signOut: defineRoute({
    id: 'signOut',
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    permission: 'public',
    audit: 'session.sign-out',
    reply: z.object({ signedIn: z.literal(false) }),
  }),
  listFiles: defineRoute({
    id: 'listFiles',
    method: 'GET',
    path: '/api/files',
    summary: 'Files of the data folder',
    permission: 'read',
    audit: null,
    reply: z.object({ items: z.array(fileSchema) }),
  }),
  uploadFile: defineRoute({
    id: 'uploadFile',
    method: 'PUT',
    path: '/api/files/{name}',
    summary: 'Upload a file (the body is its bytes); replaces one of the same name',
    permission: 'edit',
    audit: 'file.upload',
    params: fileParams,
    kind: 'binary',
    reply: fileSchema,
    status: 201,
    errors: ['file.unsafe-path', 'request.too-large'],
  }),
  downloadFile: defineRoute({
    id: 'downloadFile',
    method: 'GET',
    path: '/api/files/{name}',
    summary: 'Download a file',
    permission: 'read',
    audit: 'file.download',
    params: fileParams,
    kind: 'binary',
    reply: z.unknown(),
    errors: ['not-found', 'file.unsafe-path'],
  }),
  nextSlots: defineRoute({
    id: 'nextSlots',
    method: 'GET',
    path: '/api/next-slots',
    summary: 'The next five times of a cron line in a time zone',
    permission: 'read',
    audit: null,
    query: z.object({ cron: z.string().max(120), timezone: z.string().max(64).default('UTC') }),
    reply: z.object({ slots: z.array(z.iso.datetime()), text: z.string() }),
    errors: ['request.invalid'],
  }),
};
