import { type ConnectorContext, SyncError } from '@syncline/model';
import type { EgressAnswer, EgressRequest } from '../../egress/egress.ts';
import { type AccessToken, accessTokens } from './accessTokens.ts';
import type { OAuthClient } from './oauthClient.ts';
import { TokenFailure, toTokenError } from './tokenFailure.ts';

export interface CallWithToken {
  context: ConnectorContext;
  client: OAuthClient;
  side: 'source' | 'destination';
}

/**
 * Sends a request with the app's access token, and once more with a new one when the API does not take the first.
 *
 * A call that was refused for its sign-in had no effect, so it may be sent again whatever it does: who may not come in
 * changes nothing. A second refusal is not about the age of a token and is the caller's to judge.
 *
 * @throws SyncError when there is no token; nothing has happened then.
 */
export async function requestWithToken(
  call: CallWithToken,
  request: EgressRequest,
  send: (signed: EgressRequest) => Promise<EgressAnswer>,
): Promise<EgressAnswer> {
  const token = await takeToken(call);
  const answer = await send(sign(request, token));
  // After a redirect to another host nobody was shown the token.
  const isRefused = answer.status === 401 && answer.url.origin === new URL(request.url).origin;
  if (!isRefused) return answer;
  accessTokens.drop(call.client, token);
  return send(sign(request, await takeToken(call)));
}

async function takeToken({ context, client, side }: CallWithToken): Promise<AccessToken> {
  const { egressAllow, now, signal } = context;
  try {
    return await accessTokens.take(client, { egressAllow, now, signal });
  } catch (thrown) {
    if (thrown instanceof TokenFailure) throw toTokenError(thrown, side);
    // Whoever gives up here has sent nothing, or was refused, and must not take it for a lost answer.
    const message = 'stopped before the call was sent';
    throw new SyncError('retry', `${side}.unreachable`, message, { cause: thrown });
  }
}

function sign(request: EgressRequest, { text }: AccessToken): EgressRequest {
  const headers = { ...request.credentials?.headers };
  // A header that a person filled in may be spelled in any way, and only one of the two may go.
  for (const name of Object.keys(headers)) if (name.toLowerCase() === 'authorization') delete headers[name];
  return {
    ...request,
    credentials: { ...request.credentials, headers: { ...headers, authorization: `Bearer ${text}` } },
  };
}
