import { messageOf, SyncError, type Value } from '@syncline/model';
import type { EgressAnswer } from '../egress/egress.ts';
import { NetworkFailure } from '../egress/networkFailure.ts';
import { readAnswerBody } from './answerBody.ts';
import type { HttpConnection } from './connection.ts';
import { isRateLimit, limitWait, statedWait } from './retryAfter.ts';
import { vendorMessage } from './vendorMessage.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/**
 * The JSON of a good answer; undefined when it is empty.
 *
 * @throws SyncError whose verdict follows from status and body.
 */
export function readSourceAnswer(
  answer: EgressAnswer,
  connection: HttpConnection,
  now: Date,
): Value | undefined {
  const { status } = answer;
  if (status < 200 || status > 299) throw sourceError(answer, connection, now);
  // A part of a list is no list: what it leaves out would look deleted.
  if (status === 206 || status === 207)
    throw badAnswer(`${answer.url.host} answered ${status}: only a part of what was asked for`);
  const body = readAnswerBody(answer);
  switch (body.kind) {
    case 'json':
      if (statesErrors(body.value))
        throw badAnswer(
          `${answer.url.host} answered ${status} with errors: ${complaintOf(answer, connection)}`,
        );
      return body.value;
    case 'empty':
      if (status === 204) return undefined;
      throw badAnswer(`${answer.url.host} answered ${status} with an empty body`);
    case 'html':
      throw badAnswer(`${answer.url.host} answered ${status} with an HTML page where JSON was expected`);
    case 'text':
      throw badAnswer(`${answer.url.host} answered ${status} with text that is not JSON`);
    case 'broken':
      throw badAnswer(`the answer of ${answer.url.host} can not be read: ${body.message}`);
  }
}

/** Some APIs report a failure with a status of success, beside data that is then not all there is. */
function statesErrors(body: Value): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return Array.isArray(body.errors) && body.errors.length > 0;
}

export const badAnswer = (message: string): SyncError => new SyncError('retry', 'source.bad-answer', message);

function sourceError(answer: EgressAnswer, connection: HttpConnection, now: Date): SyncError {
  const { status, headers } = answer;
  const says = complaintOf(answer, connection);
  const text = `${answer.url.host}${answer.url.pathname} answered ${status}${says ? `: ${says}` : ''}`;
  if (isRateLimit(status, headers)) {
    return new SyncError('retry', 'source.rate-limited', text, {
      afterMs: limitWait(headers, now),
      rateLimited: true,
    });
  }
  if (status === 401) return new SyncError('pause', 'source.auth', text, { pause: 'auth' });
  if (status === 403) return new SyncError('pause', 'source.auth', text, { pause: 'permission' });
  if (status === 408 || status === 425 || status >= 500) {
    const afterMs = statedWait(headers, now);
    return new SyncError('retry', 'source.unreachable', text, afterMs === null ? {} : { afterMs });
  }
  return new SyncError('pause', 'source.query', text, { pause: 'config', path: 'path' });
}

/** What the vendor says, without the connection's secrets; '' when nothing readable. */
export function complaintOf(answer: EgressAnswer, connection: HttpConnection): string {
  const body = readAnswerBody(answer);
  const value = body.kind === 'json' ? body.value : body.kind === 'text' ? body.text : undefined;
  return withoutSecrets(vendorMessage(value)?.text ?? '', connection);
}

/** Failures of the wire as verdicts for a reader: nothing was changed, so everything may be tried again. */
export function toSourceError(thrown: unknown): unknown {
  if (!(thrown instanceof NetworkFailure)) return thrown;
  const message = messageOf(thrown);
  if (thrown.kind === 'too-large') {
    return new SyncError('pause', 'source.bad-answer', `${message}; ask for smaller pages`, {
      pause: 'config',
      path: 'pagination.size',
      cause: thrown,
    });
  }
  const code = thrown.kind === 'bad-protocol' ? 'source.bad-answer' : 'source.unreachable';
  return new SyncError('retry', code, message, { cause: thrown });
}
