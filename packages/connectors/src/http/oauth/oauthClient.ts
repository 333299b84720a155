import type { HttpConnection } from '../connection.ts';
import { formText } from '../hideSecrets.ts';

/** An app of ours, as the system that gives out access tokens knows it (OAuth 2.0, client credentials). */
export interface OAuthClient {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  clientAuth: 'basic' | 'body';
}

/** @returns null when the connection signs in by other means. */
export function clientOf(connection: HttpConnection): OAuthClient | null {
  const { auth, tokenUrl, clientId, clientSecret, scope = '', clientAuth } = connection;
  if (auth !== 'oauth' || !tokenUrl || !clientId || !clientSecret) return null;
  return { tokenUrl, clientId, clientSecret, scope, clientAuth };
}

/** RFC 6749, 2.3.1: both are written as in a form before they are joined, so that a colon in the id splits nothing. */
export const basicPair = ({ clientId, clientSecret }: OAuthClient): string =>
  Buffer.from(`${formText(clientId)}:${formText(clientSecret)}`).toString('base64');
