import type { IncomingMessage } from 'node:http';
import type { RawRequest } from '@syncline/model';

/**
 * Header names in lower case, repeated ones joined. Built from the raw list, because Node's own grouping of headers can
 * be made to fail by a header named like a part of an object's prototype.
 */
function headerMap(rawHeaders: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let place = 0; place + 1 < rawHeaders.length; place += 2) {
    const name = (rawHeaders[place] ?? '').toLowerCase();
    const value = rawHeaders[place + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

export function toRawRequest(request: IncomingMessage, body: Buffer): RawRequest {
  return { method: request.method ?? 'POST', headers: headerMap(request.rawHeaders), body };
}

export type BodyRead = { ok: true; body: Buffer } | { ok: false; why: 'too-large' | 'broken' | 'slow' };

/**
 * Reads a raw body up to a limit. What is announced too large is refused before a byte is kept, what turns out too large
 * at the byte that breaks the limit.
 */
export function readBody(request: IncomingMessage, limit: number, timeoutMs: number): Promise<BodyRead> {
  if (Number(request.headers['content-length']) > limit)
    return Promise.resolve({ ok: false, why: 'too-large' });
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    const end = (result: BodyRead) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      request.pause();
      end({ ok: false, why: 'too-large' });
    };
    const onEnd = () => {
      const only = chunks.length === 1 ? chunks[0] : undefined;
      end({ ok: true, body: only ?? Buffer.concat(chunks) });
    };
    const onClose = () => end({ ok: false, why: 'broken' });
    const timer = setTimeout(() => end({ ok: false, why: 'slow' }), timeoutMs);
    // The error listener stays: a connection may still break after we have lost interest.
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}
