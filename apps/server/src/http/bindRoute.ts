import {
  approvalRoutes,
  connectionRoutes,
  failureRoutes,
  flowRoutes,
  type Route,
  recordRoutes,
  runRoutes,
  streamRoutes,
  systemRoutes,
  templateRoutes,
} from '@syncline/model';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import type * as z from 'zod';
import { ApiError, invalidRequest } from './problem.ts';

// Connections list streams too.
const { listStreams: listFlowStreams, ...streamSteering } = streamRoutes;

/** Every route of the contract by its id. */
export const contract = {
  ...systemRoutes,
  ...flowRoutes,
  ...runRoutes,
  ...connectionRoutes,
  ...templateRoutes,
  ...failureRoutes,
  ...approvalRoutes,
  ...recordRoutes,
  ...streamSteering,
  listFlowStreams,
};
export type Contract = typeof contract;
export type RouteId = keyof Contract;

/** What a handler is given: parsed parts of the request, typed by the contract. */
export interface Call<R extends Route> {
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
  request: Request;
  response: Response;
  /** Who asks: `owner` when signed in, else `local`. */
  actor: string;
  /** What the audit entry says beside the action: never a secret nor a value of a record. */
  note: (detail: Record<string, unknown>) => void;
}

/** A JSON route's handler returns its reply; a streaming one writes to `response` itself and returns nothing. */
export type Handler<R extends Route> = (call: Call<R>) => Promise<z.input<R['reply']> | undefined>;

export type Handlers = { [Id in RouteId]: Handler<Contract[Id]> };

export interface BindOptions {
  /** Throws ApiError when the caller may not. */
  authorise: (request: Request, route: Route) => void;
  /** Called after a route that declares an audit entry succeeded. */
  audit: (entry: {
    action: string;
    actor: string;
    target: string | null;
    address: string;
    detail: Record<string, unknown>;
  }) => Promise<void>;
  actorOf: (request: Request) => string;
}

/** Express path of a contract path: `/api/flows/{id}` -> `/api/flows/:id`. */
const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

/**
 * Binds every route of the contract. Permission, parsing, audit and the shape of the answer come from the contract, so a
 * handler can't forget them; a contract route without a handler does not type-check.
 */
export function bindRoutes(router: Router, handlers: Handlers, options: BindOptions): void {
  for (const [id, route] of Object.entries(contract)) {
    // The mapped type above ties each handler to its route; a loop over entries can't carry that tie.
    const handler = handlers[id as RouteId] as unknown as Handler<Route>;
    const bound = handlerFor(route, handler, options);
    const path = expressPath(route.path);
    switch (route.method) {
      case 'GET':
        router.get(path, bound);
        break;
      case 'POST':
        router.post(path, bound);
        break;
      case 'PUT':
        router.put(path, bound);
        break;
      case 'DELETE':
        router.delete(path, bound);
        break;
    }
  }
}

function handlerFor(route: Route, handler: Handler<Route>, options: BindOptions): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    try {
      options.authorise(request, route);
      const actor = options.actorOf(request);
      const params = parsePart('params', route.params, request.params);
      const query = parsePart('query', route.query, request.query);
      const body =
        route.kind === 'binary' ? undefined : parsePart('body', route.body, bodyOf(request, route));
      let detail: Record<string, unknown> = {};
      const note = (more: Record<string, unknown>) => {
        detail = { ...detail, ...more };
      };
      const reply = await handler({ params, query, body, request, response, actor, note });
      if (route.audit !== null) {
        await options.audit({
          action: route.audit,
          actor,
          target: targetOf(params, reply),
          address: request.socket.remoteAddress ?? '',
          detail,
        });
      }
      if (reply !== undefined && !response.headersSent) response.status(route.status).json(reply);
    } catch (error) {
      next(error);
    }
  };
}

function bodyOf(request: Request, route: Route): unknown {
  if (route.body.safeParse(undefined).success)
    return request.is('application/json') ? request.body : undefined;
  if (!request.is('application/json'))
    throw new ApiError('request.media-type', { detail: 'Use application/json.' });
  return request.body;
}

function parsePart<S extends z.ZodType>(part: string, schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw invalidRequest(part, parsed.error);
  return parsed.data;
}

function targetOf(params: unknown, reply: unknown): string | null {
  for (const source of [params, reply]) {
    if (source && typeof source === 'object') {
      const id: unknown = Reflect.get(source, 'id') ?? Reflect.get(source, 'name');
      if (typeof id === 'string') return id;
    }
  }
  return null;
}
