import { randomUUID } from 'node:crypto';
import { type ApiErrorCode, describeError, type Problem } from '@syncline/model';
import type * as z from 'zod';

interface ProblemOptions {
  detail?: string;
  path?: string;
  issues?: { path: string; message: string }[];
  cause?: unknown;
  /** Seconds after which a repeat makes sense. */
  retryAfter?: number;
}

/** Thrown by a handler; becomes an application/problem+json answer. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly options: ProblemOptions;

  constructor(code: ApiErrorCode, options: ProblemOptions = {}) {
    super(
      options.detail ?? describeError(code).title,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'ApiError';
    this.code = code;
    this.options = options;
  }
}

/** The answer for an error code, with an id that is in the log beside the cause. */
export function problemOf(code: ApiErrorCode, options: ProblemOptions = {}): Problem {
  const entry = describeError(code);
  return {
    type: 'about:blank',
    status: entry.status ?? 500,
    code,
    title: entry.title,
    whatToDo: entry.whatToDo,
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.issues === undefined ? {} : { issues: options.issues }),
    id: randomUUID(),
  };
}

/** What zod has to say of one part of a request (`params`, `query`, `body`). */
export function invalidRequest(part: string, error: z.ZodError): ApiError {
  const issues = error.issues
    .slice(0, 50)
    .map((issue) => ({ path: [part, ...issue.path].join('.'), message: issue.message }));
  const first = issues[0];
  return new ApiError('request.invalid', {
    issues,
    ...(first ? { path: first.path, detail: `${first.path}: ${first.message}` } : {}),
  });
}
