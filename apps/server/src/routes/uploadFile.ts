import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

/** The body is the file, byte for byte. A form would bring a file name and a path of its own, so it is refused. */
export const uploadFile =
  ({ files }: Pick<ServerDeps, 'files'>): Handler<Contract['uploadFile']> =>
  async ({ params, request }) => {
    if (request.is('multipart/*') || request.is('application/x-www-form-urlencoded'))
      throw new ApiError('request.media-type', { detail: 'Send the bytes of the file as the body.' });
    return files.save(params.name, request);
  };
