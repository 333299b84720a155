import type { ApiErrorCode } from '@syncline/model';

/** A failure that is an answer: the code says which, the message says of what. */
export class StoreError extends Error {
  readonly code: ApiErrorCode;
  readonly path: string | undefined;

  constructor(code: ApiErrorCode, message: string, path?: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
    this.path = path;
  }
}
