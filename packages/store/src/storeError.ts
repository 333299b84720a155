import type { ApiErrorCode } from '@syncline/model';

interface StoreIssue {
  path: string;
  message: string;
}

/** A failure that is an answer: the code says which, the message says of what. */
export class StoreError extends Error {
  readonly code: ApiErrorCode;
  readonly path: string | undefined;
  /** Where there are several things to see to: each with its place in the request or the document. */
  readonly issues: readonly StoreIssue[] | undefined;

  constructor(code: ApiErrorCode, message: string, path?: string, issues?: readonly StoreIssue[]) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
    this.path = path;
    this.issues = issues;
  }
}
