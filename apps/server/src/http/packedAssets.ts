import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler } from 'express';

const packings = {
  // Quality 5 packs a script of 400 kB in some 20 ms; 11 takes over a second for a tenth less.
  br: (plain: Buffer) =>
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (plain: Buffer) => promisify(gzip)(plain, { level: 9 }),
} as const;

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** A name without a folder: what the build puts there, and no way out of it. */
const assetPath = /^\/assets\/([\w-]+(?:\.[\w-]+)*\.(js|css|svg))$/;

/**
 * Scripts and styles of the editor as a browser wants them: a fifth of their size. Their names carry a hash, so each is
 * packed once and kept. What this does not know goes on to the plain files.
 */
export function servePackedAssets(folder: string, cacheControl: string): RequestHandler {
  const packed = new Map<string, Promise<Buffer>>();
  const pack = (name: string, how: keyof typeof packings): Promise<Buffer> => {
    const place = `${how} ${name}`;
    const known = packed.get(place);
    if (known !== undefined) return known;
    const made = readFile(join(folder, 'assets', name)).then(packings[how]);
    packed.set(place, made);
    // A file that is not there may be there after the next build.
    made.catch(() => packed.delete(place));
    return made;
  };
  return (request: Request, response, next) => {
    const [, name, extension] = assetPath.exec(request.path) ?? [];
    const how = request.acceptsEncodings(['br', 'gzip', 'identity']);
    if (name === undefined || extension === undefined || (how !== 'br' && how !== 'gzip')) return next();
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    return pack(name, how).then(
      (body) => {
        response.setHeader('Content-Type', types[extension] ?? 'application/octet-stream');
        response.setHeader('Content-Encoding', how);
        response.setHeader('Content-Length', body.length);
        response.setHeader('Vary', 'Accept-Encoding');
        response.setHeader('Cache-Control', cacheControl);
        if (request.method === 'HEAD') response.end();
        else response.end(body);
      },
      // The plain files say what is wrong with it.
      () => next(),
    );
  };
}
