import { once } from 'node:events';
import { createServer } from 'node:http';

/** Where a pretend vendor gives out access tokens to an app (OAuth 2.0, client credentials). */
export interface Tokens extends AsyncDisposable {
  url: string;
  /** All that were given out, oldest first. */
  given: string[];
  /** Calls that named the app wrongly. */
  refused: number;
  /** Whether a call carries one that is good. */
  takes(authorization: string | null): boolean;
  /** Those given out so far are good no more. */
  revoke(): void;
}

export async function startTokens(clientId: string, clientSecret: string): Promise<Tokens> {
  const pair = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const good = new Set<string>();
  const server = createServer(async (request, response) => {
    let form = '';
    for await (const chunk of request) form += String(chunk);
    const grants = new URLSearchParams(form).get('grant_type') === 'client_credentials';
    const isKnown = request.headers.authorization === pair && request.method === 'POST' && grants;
    const token = `planted-access-t0ken-${tokens.given.length + 1}`;
    if (isKnown) {
      tokens.given.push(token);
      good.add(`Bearer ${token}`);
    } else tokens.refused += 1;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(isKnown ? { access_token: token, expires_in: 3600 } : { error: 'invalid_client' }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const tokens: Tokens = {
    url: `http://127.0.0.1:${address.port}/token`,
    given: [],
    refused: 0,
    takes: (authorization) => good.has(authorization ?? ''),
    revoke: () => good.clear(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return tokens;
}
