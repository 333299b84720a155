import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { NetworkFailure } from './networkFailure.ts';

/**
 * Reads a whole body, unpacked, and gives up at the cap: a small packed body can't become a large one unseen.
 *
 * @throws NetworkFailure `too-large`, or `cut` when the packing is broken.
 */
export async function readAnswer(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  host: string,
): Promise<Buffer> {
  const unpack = unpacker(encoding?.trim().toLowerCase());
  if (unpack === 'unknown') {
    body.destroy();
    throw new NetworkFailure('bad-protocol', true, `${host} packed its answer in a way not known here`);
  }
  const stream = unpack ? body.pipe(unpack) : body;
  // pipe does not carry errors on; without this a cut connection would leave the reader waiting.
  if (unpack) body.on('error', (error) => unpack.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > maxBytes) {
        throw new NetworkFailure('too-large', true, `${host} answered with more than ${maxBytes} bytes`);
      }
      chunks.push(chunk);
    }
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks);
}

function unpacker(encoding: string | undefined) {
  switch (encoding) {
    case undefined:
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return 'unknown' as const;
  }
}
