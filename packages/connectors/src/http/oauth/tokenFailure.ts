import { SyncError, type SyncErrorOptions } from '@syncline/model';

/**
 * Why there is no access token: the app is not let in, there is a limit, nobody answers, the answer holds no token, the
 * request does not fit the address, the scope is unknown, or the address is one that may not be called.
 */
type TokenFailureKind =
  | 'refused'
  | 'limited'
  | 'unreachable'
  | 'bad-answer'
  | 'address'
  | 'scope'
  | 'forbidden';

/** The same for all who wait for the token, whichever side they are on. */
export class TokenFailure extends Error {
  override name = 'TokenFailure';
  readonly kind: TokenFailureKind;
  readonly afterMs: number | undefined;

  constructor(kind: TokenFailureKind, message: string, afterMs?: number) {
    super(message);
    this.kind = kind;
    this.afterMs = afterMs;
  }
}

/** What follows for a call that was to be made with the token. */
export function toTokenError(failure: TokenFailure, side: 'source' | 'destination'): SyncError {
  const { kind, message, afterMs } = failure;
  const retry = (name: string, more: SyncErrorOptions = {}) =>
    new SyncError('retry', `${side}.${name}`, message, {
      ...more,
      ...(afterMs !== undefined && { afterMs }),
      cause: failure,
    });
  const pause = (code: string, more: SyncErrorOptions) =>
    new SyncError('pause', code, message, { ...more, cause: failure });
  switch (kind) {
    case 'refused':
      return pause(`${side}.auth`, { pause: 'auth' });
    case 'limited':
      return retry('rate-limited', { rateLimited: true });
    case 'unreachable':
      return retry('unreachable');
    case 'bad-answer':
      return retry('bad-answer');
    case 'address':
      return pause('connection.config', { pause: 'config', path: 'tokenUrl' });
    case 'scope':
      return pause('connection.config', { pause: 'config', path: 'scope' });
    case 'forbidden':
      return pause('egress.refused', { pause: 'config', path: 'tokenUrl' });
  }
}
