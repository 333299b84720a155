import { messageOf, type PauseReason, SyncError } from '@syncline/model';

/** What follows from something a connector threw. */
export type Failure =
  | { kind: 'retry'; code: string; message: string; afterMs: number | undefined; rateLimited: boolean }
  | { kind: 'reject'; code: string; message: string; path: string | null }
  | { kind: 'pause'; code: string; message: string; reason: PauseReason }
  | { kind: 'fatal'; code: string; message: string }
  /** Not an error of the contract: it may pass, and nobody knows what has happened. */
  | { kind: 'unknown'; code: string; message: string };

/**
 * Reads a thrown value. Only a `SyncError` says what it means; never guess that anything else is final.
 *
 * @example readFailure(new SyncError('pause', 'destination.auth', 'key revoked', { pause: 'auth' }), 'destination').kind // 'pause'
 */
export function readFailure(thrown: unknown, side: 'source' | 'destination'): Failure {
  const message = messageOf(thrown);
  if (!(thrown instanceof SyncError)) return { kind: 'unknown', code: `${side}.unreachable`, message };
  const { code } = thrown;
  switch (thrown.verdict) {
    case 'retry':
      return { kind: 'retry', code, message, afterMs: thrown.afterMs, rateLimited: thrown.rateLimited };
    case 'reject':
      return { kind: 'reject', code, message, path: thrown.path ?? null };
    case 'pause':
      return { kind: 'pause', code, message, reason: thrown.pause ?? 'config' };
    case 'fatal':
      return { kind: 'fatal', code, message };
  }
}
