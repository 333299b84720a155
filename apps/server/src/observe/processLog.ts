import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '@syncline/model';
import { type DestinationStream, type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';
import type { FailureLog } from '../http/answerProblem.ts';

export type ProcessLog = Logger;

/**
 * The log of the process: what it does, never what the records hold. Only the fields named here are written of a
 * request, so a body, a cookie or a query with personal data can't slip in.
 *
 * @param to where lines go; stdout when left out.
 */
export function createProcessLog(level: string, to?: DestinationStream): ProcessLog {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeCause },
  };
  return to ? pino(options, to) : pino(options);
}

/** Name, code, message and place of an error. The message of a database error holds no row: its `detail` does, so that stays out. */
function describeCause(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { message: messageOf(cause) };
  const code: unknown = Reflect.get(cause, 'code');
  return {
    name: cause.name,
    message: messageOf(cause),
    ...(typeof code === 'string' ? { code } : {}),
    ...(cause.cause === undefined ? {} : { cause: messageOf(cause.cause) }),
    stack: cause.stack
      ?.split('\n')
      .slice(1, 8)
      .map((line) => line.trim()),
  };
}

/** One line per request of the API, at level debug; `x-request-id` goes back to the caller. */
export function logRequests(log: ProcessLog) {
  return pinoHttp({
    logger: log,
    genReqId: (_request: IncomingMessage, response: ServerResponse) => {
      const id = randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      // The cause of a failed answer is logged where it is known, under the id that the answer carries.
      err: () => undefined,
    },
    customLogLevel: (_request, response) => (response.statusCode === 429 ? 'warn' : 'debug'),
  });
}

export function logFailures(log: ProcessLog): FailureLog {
  return ({ id, code, method, path, cause }) =>
    log.error({ answer: id, code, method, path, err: cause }, 'request failed');
}
