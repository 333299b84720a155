import type { HttpConnection } from './connection.ts';
import { hideSecrets } from './hideSecrets.ts';
import { accessTokens } from './oauth/accessTokens.ts';
import { basicPair, clientOf } from './oauth/oauthClient.ts';

/** Text of a vendor without the connection's secrets, which some vendors repeat in their complaints. */
export function withoutSecrets(text: string, connection: HttpConnection): string {
  const { user, password, token, value } = connection;
  const client = clientOf(connection);
  return hideSecrets(text, [
    password,
    token,
    value,
    password && Buffer.from(`${user}:${password}`).toString('base64'),
    ...(client === null ? [] : [client.clientSecret, basicPair(client), ...accessTokens.known(client)]),
  ]);
}
