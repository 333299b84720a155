import * as z from 'zod';
import type { ApiErrorCode } from '../errors/errorTable.ts';

/** What the caller must be allowed to do. `public` needs no sign-in: health, the sign-in itself, webhook intake. */
export const permissions = ['public', 'read', 'edit', 'operate', 'secrets'] as const;
export type Permission = (typeof permissions)[number];

/**
 * One route, declared once. Server, OpenAPI and the editor's client derive from it; permission and audit can't be
 * forgotten because they are part of the shape.
 */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** Operation id: verb and thing, also the name of the handler file. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/api/flows/{id}` */
  path: string;
  summary: string;
  permission: Permission;
  /** Name of the audit entry; null for reads. */
  audit: string | null;
  params: P;
  query: Q;
  body: B;
  reply: R;
  /** `json` unless said: `sse` and `ndjson` stream, `binary` takes or gives bytes. */
  kind: 'json' | 'sse' | 'ndjson' | 'binary';
  status: number;
  errors: readonly ApiErrorCode[];
}

const nothing = z.object({});
const noBody = z.undefined();

interface RouteInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  id: string;
  method: Route['method'];
  path: string;
  summary: string;
  permission: Permission;
  audit: string | null;
  params?: P;
  query?: Q;
  body?: B;
  reply: R;
  kind?: Route['kind'];
  status?: number;
  errors?: readonly ApiErrorCode[];
}

/**
 * Declares a route. Left out: no params, no query, no body, 200, JSON.
 *
 * @example
 * const getFlow = defineRoute({ id: 'getFlow', method: 'GET', path: '/api/flows/{id}', summary: 'One flow',
 *   permission: 'read', audit: null, params: idParams, reply: flowSchema, errors: ['not-found'] });
 */
export function defineRoute<
  R extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof noBody,
>(input: RouteInput<P, Q, B, R>): Route<P, Q, B, R> {
  return {
    ...input,
    // When the caller leaves one out, its type parameter is the default schema's own type.
    params: input.params ?? (nothing as unknown as P),
    query: input.query ?? (nothing as unknown as Q),
    body: input.body ?? (noBody as unknown as B),
    kind: input.kind ?? 'json',
    status: input.status ?? 200,
    errors: input.errors ?? [],
  };
}

/** Ids are opaque text. */
export const idParams = z.object({ id: z.string().min(1).max(128) });

/** Answer of every route that fails: application/problem+json. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  whatToDo: z.string(),
  /** What exactly, in words. */
  detail: z.string().optional(),
  /** Field that is meant: `body.cron`. */
  path: z.string().optional(),
  /** All of them, when there are several. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Id of this answer in the server's log. */
  id: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

/** A page of a list: `cursor` of the next page, null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), cursor: z.string().nullable() });

export const pageQuery = z.object({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
