import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiError } from '../http/problem.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Refuses requests another web site made a browser send. The Host check stops DNS rebinding (a foreign name that resolves
 * to loopback); Origin and Sec-Fetch-Site stop cross-site posts that carry our cookie.
 *
 * @param host the address we listen on. @param publicUrl the address others use, when set.
 */
export function guardRequests(host: string, publicUrl: string | null): RequestHandler {
  const names = new Set(loopbackNames);
  names.add(host.includes(':') ? `[${host}]` : host);
  if (publicUrl !== null) names.add(new URL(publicUrl).hostname);
  const anyName = host === '0.0.0.0' || host === '::';

  return (request: Request, _response: Response, next: NextFunction) => {
    const named = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!anyName && !names.has(named)) return next(new ApiError('request.unknown-host'));
    if (safeMethods.has(request.method)) return next();
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return next(new ApiError('request.foreign-origin'));
    const origin = request.headers.origin;
    if (origin !== undefined && originHost(origin) !== request.headers.host)
      return next(new ApiError('request.foreign-origin'));
    return next();
  };
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
