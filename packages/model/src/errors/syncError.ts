/**
 * What follows from an error. The class is the verdict, the code is the fact:
 * `retry` the same thing later · `reject` this record, the others go on · `pause` the flow or destination until a
 * person acts · `fatal` a bug or a broken invariant.
 */
export type ErrorVerdict = 'retry' | 'reject' | 'pause' | 'fatal';

/** Why something is paused; shown on the node and in the run list. */
export const pauseReasons = [
  'auth',
  'permission',
  'schema',
  'quota',
  'budget',
  'guard',
  'user',
  'retries',
  'config',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

export interface SyncErrorOptions {
  cause?: unknown;
  /** Earliest next try, in milliseconds from now: the vendor's Retry-After. */
  afterMs?: number;
  /** True when the wait is the vendor's rate limit: it does not use up a try. */
  rateLimited?: boolean;
  pause?: PauseReason;
  /** Config path or record field the error is about. */
  path?: string;
}

/** An error that says what follows from it. `message` names what is; never a secret or a record's content. */
export class SyncError extends Error {
  readonly verdict: ErrorVerdict;
  readonly code: string;
  readonly afterMs: number | undefined;
  readonly rateLimited: boolean;
  readonly pause: PauseReason | undefined;
  readonly path: string | undefined;

  constructor(verdict: ErrorVerdict, code: string, message: string, options: SyncErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SyncError';
    this.verdict = verdict;
    this.code = code;
    this.afterMs = options.afterMs;
    this.rateLimited = options.rateLimited ?? false;
    this.pause = options.pause;
    this.path = options.path;
  }
}

/** The message of anything thrown, cut to a length fit for a log line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}
