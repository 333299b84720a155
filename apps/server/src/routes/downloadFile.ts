import { pipeline } from 'node:stream/promises';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

/** Always an attachment of unknown type: a file someone uploaded never runs as a page of ours. */
export const downloadFile =
  ({ files }: Pick<ServerDeps, 'files'>): Handler<Contract['downloadFile']> =>
  async ({ params, response }) => {
    const file = await files.open(params.name);
    response.attachment(file.name);
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': file.bytes,
      'Last-Modified': new Date(file.modifiedAt).toUTCString(),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': 'sandbox',
    });
    await pipeline(file.stream, response);
    return undefined;
  };
