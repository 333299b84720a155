import {
  type CheckResult,
  type Connector,
  type ConnectorContext,
  messageOf,
  SyncError,
} from '@syncline/model';
import { addressOf, credentialsOf, httpConnection, readHttpConnection } from './connection.ts';
import { httpDestination } from './httpDestination.ts';
import { httpSource } from './httpSource.ts';
import { TokenFailure } from './oauth/tokenFailure.ts';
import { requestInTurn } from './quota/requestInTurn.ts';
import { isRateLimit } from './retryAfter.ts';
import { scheduleNode } from './scheduleNode.ts';
import { sendNode } from './sendNode.ts';
import { complaintOf } from './sourceAnswer.ts';

/** Any system with a JSON API. */
export const httpConnector: Connector = {
  system: 'http',
  title: 'HTTP API',
  connection: httpConnection,
  nodes: [scheduleNode, sendNode],
  sources: { [scheduleNode.type]: httpSource },
  destinations: { [sendNode.type]: httpDestination },
  intakes: {},
  check,
};

async function check(context: ConnectorContext): Promise<CheckResult> {
  try {
    const connection = readHttpConnection(context.connection);
    const url = addressOf(connection, connection.checkPath);
    const began = performance.now();
    const answer = await requestInTurn(
      { context, connection, side: 'source' },
      {
        method: 'GET',
        url,
        headers: { accept: 'application/json' },
        credentials: credentialsOf(connection),
        signal: context.signal,
      },
    );
    const took = Math.round(performance.now() - began);
    const says = complaintOf(answer, connection);
    return judgeCheck(
      answer.status,
      `${url.host}${url.pathname}`,
      `${took} ms`,
      says,
      isRateLimit(answer.status, answer.headers),
      connection.auth === 'oauth',
    );
  } catch (thrown) {
    context.signal.throwIfAborted();
    const refused = thrown instanceof SyncError;
    if (refused && thrown.cause instanceof TokenFailure) return judgeTokenFailure(thrown.cause);
    if (refused && thrown.rateLimited)
      return failed(thrown.message, 'The limit of the API is used up just now', 'Try again in a while.');
    return failed(
      refused ? thrown.message : messageOf(thrown),
      refused ? 'This address may not be called' : 'The API does not answer',
      refused
        ? 'Correct the address, or allow it with SYNCLINE_EGRESS_ALLOW.'
        : 'Check the address, and that the system is up.',
    );
  }
}

function judgeCheck(
  status: number,
  place: string,
  took: string,
  says: string,
  limited: boolean,
  byToken: boolean,
): CheckResult {
  const summary = `${place} answered ${status} in ${took}`;
  const more = says ? `${summary}: ${says}` : summary;
  if (status < 300) return { ok: true, summary };
  if (limited) return { ok: true, summary, warnings: ['The API limits requests just now.'] };
  if (status === 401 && byToken)
    return failed(
      more,
      'The API refuses an access token it should take',
      'The token address gave one. Check that it belongs to this API, the scope, and that the app may use the API.',
    );
  if (status === 401) return failed(more, 'The sign-in was refused', 'Check user, password or token.');
  if (status === 403) return failed(more, 'The sign-in lacks a right', 'Grant it the rights the steps need.');
  if (status >= 500) return failed(more, 'The API has an error', 'Try again later.');
  if (status === 404 || status === 405) {
    return {
      ok: true,
      summary,
      warnings: ['Nothing is at this very address; name a path for the check to be sure.'],
    };
  }
  return failed(more, 'The API refused the request', 'Check the address and the path for the check.');
}

/** Why the sign-in got no further than the token address. */
function judgeTokenFailure({ kind, message }: TokenFailure): CheckResult {
  switch (kind) {
    case 'refused':
      return failed(message, 'The token address refused the app', 'Check client id and client secret.');
    case 'limited':
      return failed(message, 'The token address limits requests just now', 'Try again in a while.');
    case 'unreachable':
      return failed(
        message,
        'The token address does not answer',
        'Check the token address, and that the system is up.',
      );
    case 'bad-answer':
      return failed(
        message,
        'The token address gave no access token',
        'Check the token address; the reference of the API tells it.',
      );
    case 'address':
      return failed(
        message,
        'The token address refused the request',
        'Check the token address, and that the app may sign in by client credentials.',
      );
    case 'scope':
      return failed(message, 'The token address does not know the scope', 'Correct the scope, or empty it.');
    case 'forbidden':
      return failed(
        message,
        'The token address may not be called',
        'Correct the token address, or allow it with SYNCLINE_EGRESS_ALLOW.',
      );
  }
}

const failed = (summary: string, title: string, whatToDo: string): CheckResult => ({
  ok: false,
  summary,
  problem: { title, whatToDo },
});
