import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { servePackedAssets } from './packedAssets.ts';
import { ApiError } from './problem.ts';

/** Files with a hash in their name never change. */
const immutable = 'public, max-age=31536000, immutable';
const always = 'no-cache';

/**
 * Serves the built editor. Addresses without a file belong to the editor's own router and get its page; a missing file,
 * a dotfile, a source map or a way out of the folder is 404.
 *
 * @param folder where the bundle lies, `apps/editor/dist`.
 */
export function serveEditor(folder: string): RequestHandler[] {
  const page = join(folder, 'index.html');
  const files = express.static(folder, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    fallthrough: true,
    setHeaders: (response: Response, path: string) => {
      response.setHeader('Cache-Control', path.startsWith(join(folder, 'assets')) ? immutable : always);
    },
  });
  return [
    (request: Request, _response: Response, next) =>
      next(isHostilePath(request.path) ? new ApiError('route.unknown') : undefined),
    servePackedAssets(folder, immutable),
    files,
    (request: Request, response: Response, next) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return next(new ApiError('route.method'));
      if (/\.[^/]*$/.test(request.path)) return next(new ApiError('route.unknown'));
      if (!existsSync(page)) return sendNotBuilt(response);
      response.setHeader('Cache-Control', always);
      return response.sendFile(page, { cacheControl: false });
    },
  ];
}

/** @example isHostilePath('/assets/..%2f..%2f.env') // true */
function isHostilePath(path: string): boolean {
  let plain = path;
  for (let round = 0; round < 3; round += 1) {
    try {
      const decoded = decodeURIComponent(plain);
      if (decoded === plain) break;
      plain = decoded;
    } catch {
      return true;
    }
  }
  return (
    /[\\\0]/.test(plain) || plain.endsWith('.map') || plain.split('/').some((part) => part.startsWith('.'))
  );
}

function sendNotBuilt(response: Response): void {
  response
    .status(503)
    .type('text/plain')
    .send('The editor is not built yet. Run "npm start", which builds it, or "pnpm build:editor".\n');
}
