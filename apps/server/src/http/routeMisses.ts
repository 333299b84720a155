import type { Request, RequestHandler, Response } from 'express';
import { contract } from './bindRoute.ts';
import { ApiError } from './problem.ts';

interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

function knownPaths(): KnownPath[] {
  const byPath = new Map<string, Set<string>>();
  for (const route of Object.values(contract)) {
    const methods = byPath.get(route.path) ?? new Set<string>();
    methods.add(route.method);
    byPath.set(route.path, methods);
  }
  return [...byPath].map(([path, methods]) => ({
    pattern: new RegExp(
      `^${path
        .split(/\{\w+\}/)
        .map((text) => text.replaceAll('.', '\\.'))
        .join('[^/]+')}/?$`,
    ),
    methods,
  }));
}

/** Stands behind all routes of `/api`: says whether the address or only the method is wrong. */
export function refuseUnknownRoutes(): RequestHandler {
  const paths = knownPaths();
  return (request: Request, response: Response, next) => {
    const known = paths.find(({ pattern }) => pattern.test(request.path));
    if (!known) return next(new ApiError('route.unknown'));
    const allowed = [...known.methods].sort().join(', ');
    response.setHeader('Allow', allowed);
    return next(new ApiError('route.method', { detail: `It takes ${allowed}.` }));
  };
}
