import { messageOf, SyncError, type Value } from '@syncline/model';
import { type EgressAnswer, egressFor } from '../../egress/egress.ts';
import { type AnswerBody, readAnswerBody } from '../answerBody.ts';
import { hideSecrets } from '../hideSecrets.ts';
import { isRateLimit, limitWait, statedWait } from '../retryAfter.ts';
import { vendorMessage } from '../vendorMessage.ts';
import { basicPair, type OAuthClient } from './oauthClient.ts';
import { TokenFailure } from './tokenFailure.ts';

export interface GrantedToken {
  text: string;
  /** How long it is good for; null = nobody said. */
  lifeMs: number | null;
}

export interface TokenCall {
  egressAllow: readonly string[];
  now: () => Date;
}

/** A write is broken off after 30 s, and the call the token is for needs some of them. */
const longestMs = 20_000;
const maxBytes = 1024 * 1024;
/** What says that the app itself is not, or no longer, let in. */
const refusals = new Set(['invalid_client', 'invalid_grant', 'unauthorized_client', 'access_denied']);

/**
 * Asks for an access token once.
 *
 * @throws TokenFailure whose message names the address and holds neither secret nor token.
 */
export async function fetchToken(client: OAuthClient, call: TokenCall): Promise<GrantedToken> {
  const url = new URL(client.tokenUrl);
  // Without the query, which may hold what is not for everybody.
  const place = `the token address ${url.host}${url.pathname}`;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (client.scope !== '') form.set('scope', client.scope);
  if (client.clientAuth === 'body') {
    form.set('client_id', client.clientId);
    form.set('client_secret', client.clientSecret);
  }
  const signal = AbortSignal.timeout(longestMs);
  const answer = await egressFor(call.egressAllow)
    .request({
      method: 'POST',
      url,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      ...(client.clientAuth === 'basic' && {
        credentials: { headers: { authorization: `Basic ${basicPair(client)}` } },
      }),
      body: form.toString(),
      signal,
      maxBytes,
    })
    .catch((thrown: unknown) => {
      if (thrown instanceof SyncError)
        throw new TokenFailure('forbidden', `${place} may not be called: ${thrown.message}`);
      const reason = signal.aborted ? `no answer within ${longestMs / 1000} s` : messageOf(thrown);
      throw new TokenFailure('unreachable', `${place}: ${reason}`);
    });
  return readTokenAnswer(answer, place, client, call.now());
}

function readTokenAnswer(
  answer: EgressAnswer,
  place: string,
  { clientSecret, ...client }: OAuthClient,
  now: Date,
): GrantedToken {
  const { status, headers } = answer;
  const body = readAnswerBody(answer);
  const said = objectOf(body);
  const error = typeof said.error === 'string' ? said.error : '';
  const pair = basicPair({ ...client, clientSecret });
  const says = hideSecrets(complaintOf(body, error, said.error_description), [clientSecret, pair]);
  const text = `${place} answered ${status}${says ? `: ${says}` : ''}`;
  if (isRateLimit(status, headers)) throw new TokenFailure('limited', text, limitWait(headers, now));
  if (status === 401 || status === 403 || refusals.has(error)) throw new TokenFailure('refused', text);
  if (status === 408 || status === 425 || status >= 500)
    throw new TokenFailure('unreachable', text, statedWait(headers, now) ?? undefined);
  if (status < 200 || status > 299)
    throw new TokenFailure(error === 'invalid_scope' ? 'scope' : 'address', text);
  const token = said.access_token;
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token))
    return { text: token, lifeMs: lifeOf(said.expires_in) };
  throw new TokenFailure('bad-answer', `${place} answered ${status} ${wantOf(body, token, says)}`);
}

function wantOf(body: AnswerBody, token: Value | undefined, says: string): string {
  if (body.kind === 'html') return 'with an HTML page instead of an access token';
  if (body.kind === 'broken') return `with something unreadable: ${body.message}`;
  if (token !== undefined && token !== null && token !== '')
    return 'with an access token that is no plain text';
  return `without access_token${says ? `: ${says}` : ''}`;
}

function objectOf(body: AnswerBody): { [field: string]: Value | undefined } {
  const value = body.kind === 'json' ? body.value : null;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function complaintOf(body: AnswerBody, error: string, description: Value | undefined): string {
  if (error !== '') return typeof description === 'string' ? `${error} (${description})` : error;
  const value = body.kind === 'json' ? body.value : body.kind === 'text' ? body.text : undefined;
  return vendorMessage(value)?.text ?? '';
}

/** Seconds, which some write as text. A token that would be over at once is taken for one of which nothing is known. */
function lifeOf(expiresIn: Value | undefined): number | null {
  const seconds = typeof expiresIn === 'string' && expiresIn !== '' ? Number(expiresIn) : expiresIn;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : null;
}
