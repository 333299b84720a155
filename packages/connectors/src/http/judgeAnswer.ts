import { SyncError, type Value, type WriteOutcome } from '@syncline/model';
import type { EgressAnswer } from '../egress/egress.ts';
import { valueAt } from '../json/valuePath.ts';
import { type AnswerBody, readAnswerBody } from './answerBody.ts';
import type { HttpConnection } from './connection.ts';
import { isRateLimit, limitWait, statedWait } from './retryAfter.ts';
import { deliveryOf, type SendConfig } from './sendNode.ts';
import { vendorMessage } from './vendorMessage.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** What an answer means. `stop` = it concerns every record alike, so nothing more is sent. */
export type Judgement =
  | { kind: 'good'; body: Value | undefined; status: number }
  /** The record, or the list as a whole, was refused. */
  | { kind: 'refused'; status: number; outcome: Extract<WriteOutcome, { status: 'reject' }> }
  | { kind: 'open'; outcome: WriteOutcome }
  | { kind: 'stop'; outcome: WriteOutcome; error: SyncError | null };

export interface Judging {
  config: SendConfig;
  connection: HttpConnection;
  now: Date;
}

export interface Asked {
  method: string;
  /** The path named the record, so a 404 speaks of the record and not of the address. */
  namesRecord: boolean;
  /** It only looks whether the record is there. Then a 404 may be an answer, but a page in its place is none. */
  isSearch?: true | undefined;
}

/** Reads status and body of one answer by their meaning. */
export function judgeAnswer(answer: EgressAnswer, asked: Asked, judging: Judging): Judgement {
  const { config, connection, now } = judging;
  const { status, headers } = answer;
  const body = readAnswerBody(answer);
  const says = complaint(body, connection);
  const text = `${answer.url.host} answered ${status}${says.text ? `: ${says.text}` : ''}`;
  if (isRateLimit(status, headers)) {
    const outcome = retry('destination.rate-limited', text, limitWait(headers, now));
    return { kind: 'stop', outcome, error: null };
  }
  if (status >= 200 && status < 300) return judgeGood(answer, body, judging);
  if (status === 401) return stop('destination.auth', text, 'auth');
  if (status === 403) return stop('destination.permission', text, 'permission');
  if (status === 408 || status === 425 || status === 423 || status >= 500) {
    const wait = statedWait(headers, now) ?? undefined;
    const outcome = retry(status >= 500 ? 'destination.server' : 'destination.unreachable', text, wait);
    // A gateway that gives up says nothing about the server behind it.
    return {
      kind: 'open',
      outcome: [500, 502, 504].includes(status) ? unlessOnce(outcome, config, status) : outcome,
    };
  }
  const wrongAddress =
    status < 400 ||
    [405, 406, 415].includes(status) ||
    (status === 404 && (!asked.namesRecord || (asked.isSearch === true && body.kind === 'html')));
  if (wrongAddress) {
    return stop('connection.config', `${asked.method} ${answer.url.pathname}: ${text}`, 'config');
  }
  if (status === 413) return refused(status, 'record.too-large', text, says.fields);
  return refused(
    status,
    status === 409 ? 'destination.duplicate' : 'destination.rejected',
    text,
    says.fields,
  );
}

function judgeGood(answer: EgressAnswer, body: AnswerBody, { config, connection }: Judging): Judgement {
  const { status, url } = answer;
  switch (body.kind) {
    case 'html': {
      const text = `${url.host} answered ${status} with an HTML page instead of a result`;
      return { kind: 'open', outcome: unlessOnce(retry('destination.bad-answer', text), config) };
    }
    case 'broken':
      return {
        kind: 'open',
        outcome: lost(`the answer of ${url.host} can not be read: ${body.message}`, config),
      };
    case 'text':
    case 'empty':
      if (config.okPath === undefined) return { kind: 'good', body: undefined, status };
      return refused(
        status,
        'destination.rejected',
        `${url.host} answered ${status} without "${config.okPath}"`,
        [],
      );
    case 'json':
      return (
        judgeContent(body.value, status, config, connection) ?? { kind: 'good', body: body.value, status }
      );
  }
}

/**
 * The refusal inside a 2xx answer.
 *
 * @returns null when the answer is good.
 */
export function judgeContent(
  value: Value,
  status: number,
  config: SendConfig,
  connection: HttpConnection,
): Judgement | null {
  const missing = config.okPath !== undefined && !isGiven(valueAt(value, config.okPath));
  const wrong = config.errorPaths.find((path) => isGiven(valueAt(value, path)));
  if (!missing && wrong === undefined) return null;
  const found = vendorMessage(value) ?? (wrong === undefined ? null : vendorMessage(valueAt(value, wrong)));
  const reason = found
    ? withoutSecrets(found.text, connection)
    : missing
      ? `no "${config.okPath}"`
      : `"${wrong}"`;
  return refused(
    status,
    'destination.rejected',
    `answered ${status}, but refused: ${reason}`,
    found?.fields ?? [],
  );
}

/** Present and saying something: not false, null, '', 0, [] or {}. */
function isGiven(value: Value | undefined): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function complaint(body: AnswerBody, connection: HttpConnection): { text: string; fields: string[] } {
  const value = body.kind === 'json' ? body.value : body.kind === 'text' ? body.text : undefined;
  const found = vendorMessage(value);
  return { text: withoutSecrets(found?.text ?? '', connection), fields: found?.fields ?? [] };
}

export function refused(status: number, code: string, message: string, fields: string[]): Judgement {
  return {
    kind: 'refused',
    status,
    outcome: { status: 'reject', code, message, ...(fields.length > 0 && { fields }) },
  };
}

function stop(code: string, message: string, pause: 'auth' | 'permission' | 'config'): Judgement {
  return {
    kind: 'stop',
    outcome: retry(code, message),
    error: new SyncError('pause', code, message, { pause, ...(pause === 'config' && { path: 'path' }) }),
  };
}

export function retry(code: string, message: string, afterMs?: number): WriteOutcome {
  return { status: 'retry', code, message, ...(afterMs !== undefined && { afterMs }) };
}

/** The request left and its answer did not arrive: the write may have happened. */
export function lost(message: string, config: SendConfig): WriteOutcome {
  // Where it can be looked for, it is once it can no longer arrive.
  const again = deliveryOf(config) === 'N' && config.whenLost === 'at-least-once' && config.match === 'none';
  return again ? retry('destination.unreachable', message) : { status: 'unknown', message };
}

/**
 * A failure after which the write has most likely not happened; who wants no double at all is asked nevertheless. Where it
 * can be looked for, nobody looks while the server behind a gateway that gave up may still be at work.
 */
function unlessOnce(outcome: WriteOutcome, config: SendConfig, status?: number): WriteOutcome {
  const mayArrive = config.match === 'search' && (status === 502 || status === 504);
  const careful = deliveryOf(config) === 'N' && (config.whenLost === 'at-most-once' || mayArrive);
  return careful && outcome.status === 'retry' ? { status: 'unknown', message: outcome.message } : outcome;
}
