import type { ApiErrorCode, Problem } from '@syncline/model';
import { StoreError } from '@syncline/store';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { ApiError, problemOf } from './problem.ts';

/** Where the cause of a failed answer goes; the answer itself only carries the id. */
export type FailureLog = (failure: {
  id: string;
  code: string;
  method: string;
  path: string;
  cause: unknown;
}) => void;

/** What body-parser and Node say of a request that can't be read. */
const parserErrors: Readonly<Record<string, ApiErrorCode>> = {
  'entity.parse.failed': 'request.not-json',
  'entity.verify.failed': 'request.not-json',
  'request.size.invalid': 'request.invalid',
  'request.aborted': 'request.invalid',
  'entity.too.large': 'request.too-large',
  'charset.unsupported': 'request.media-type',
  'encoding.unsupported': 'request.media-type',
  'parameters.too.many': 'request.too-large',
};

/** Codes by which `pg` and the operating system say that the database is not there (for now). */
const awayCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
]);
const awayWords =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Cannot use a pool|server closed the connection|Client has encountered a connection error/i;

/** True when the database did not answer, as opposed to having refused the statement. */
export function isDatabaseAway(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth += 1) {
    const code: unknown = Reflect.get(error, 'code');
    if (typeof code === 'string' && awayCodes.has(code)) return true;
    if (awayWords.test(error.message)) return true;
    if (error instanceof AggregateError && error.errors.some((one) => isDatabaseAway(one))) return true;
  }
  return false;
}

/** Turns whatever was thrown into an error of the API. What is not known is `internal`: no message of it leaves. */
function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof StoreError)
    return new ApiError(thrown.code, {
      detail: thrown.message,
      cause: thrown,
      ...(thrown.path === undefined ? {} : { path: thrown.path }),
      ...(thrown.issues === undefined ? {} : { issues: [...thrown.issues] }),
    });
  if (thrown instanceof Error) {
    const type: unknown = Reflect.get(thrown, 'type');
    const known =
      typeof type === 'string' && Object.hasOwn(parserErrors, type) ? parserErrors[type] : undefined;
    if (known) return new ApiError(known, { cause: thrown });
    // Express throws it for a path with a broken percent escape.
    if (thrown instanceof URIError || (Reflect.get(thrown, 'status') === 400 && 'expose' in thrown))
      return new ApiError('request.invalid', { cause: thrown, detail: 'The request can not be read.' });
  }
  if (isDatabaseAway(thrown)) return new ApiError('database.away', { cause: thrown, retryAfter: 2 });
  return new ApiError('internal', { cause: thrown });
}

/** The last handler of the app: every failure leaves as application/problem+json with an id, never with a stack. */
export function answerProblem(log: FailureLog): ErrorRequestHandler {
  return (thrown: unknown, request: Request, response: Response, next) => {
    const error = toApiError(thrown);
    const problem = problemOf(error.code, error.options);
    if (problem.status >= 500)
      log({
        id: problem.id,
        code: error.code,
        method: request.method,
        path: request.path,
        cause: error.cause ?? error,
      });
    if (response.headersSent) {
      // A stream broke in the middle; cutting the connection is the only honest sign left.
      response.destroy();
      return next();
    }
    sendProblem(response, problem, error.options.retryAfter);
  };
}

function sendProblem(response: Response, problem: Problem, retryAfter?: number): void {
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
