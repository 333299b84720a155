import { SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { readFailure } from './failure.ts';

describe('what follows from an error of a connector', () => {
  it('is what the error says', () => {
    expect(
      readFailure(
        new SyncError('retry', 'source.rate-limited', '429', { afterMs: 7000, rateLimited: true }),
        'source',
      ),
    ).toEqual({
      kind: 'retry',
      code: 'source.rate-limited',
      message: '429',
      afterMs: 7000,
      rateLimited: true,
    });
    expect(
      readFailure(new SyncError('reject', 'destination.rejected', 'no', { path: 'country' }), 'destination'),
    ).toMatchObject({ kind: 'reject', path: 'country' });
    expect(
      readFailure(new SyncError('pause', 'source.schema', 'gone', { pause: 'schema' }), 'source'),
    ).toMatchObject({ kind: 'pause', reason: 'schema' });
    expect(readFailure(new SyncError('fatal', 'run.internal', 'bug'), 'source').kind).toBe('fatal');
  });

  it('is never final for an error nobody planned', () => {
    for (const thrown of [new TypeError('x is undefined'), 'text', undefined, { code: 'ECONNRESET' }]) {
      expect(readFailure(thrown, 'destination').kind).toBe('unknown');
    }
  });
});
