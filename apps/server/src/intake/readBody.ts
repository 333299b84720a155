import type { IncomingMessage } from 'node:http';

export type BodyRead = { ok: true; body: Buffer } | { ok: false; why: 'too-large' | 'broken' };

/**
 * Reads a raw body up to a limit. What is announced too large is refused before a byte is kept, what turns out too large
 * at the byte that breaks the limit.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<BodyRead> {
  const announced = Number(request.headers['content-length']);
  if (announced > limit) return Promise.resolve({ ok: false, why: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) {
        chunks.length = 0;
        request.removeAllListeners('data');
        request.pause();
        resolve({ ok: false, why: 'too-large' });
        return;
      }
      chunks.push(chunk);
    });
    request.once('end', () =>
      resolve({ ok: true, body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) }),
    );
    request.once('error', () => resolve({ ok: false, why: 'broken' }));
    request.once('close', () => resolve({ ok: false, why: 'broken' }));
  });
}
