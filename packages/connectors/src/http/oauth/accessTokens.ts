import { createHash } from 'node:crypto';
import { fetchToken, type GrantedToken, type TokenCall } from './fetchToken.ts';
import type { OAuthClient } from './oauthClient.ts';
import { TokenFailure } from './tokenFailure.ts';

/** One token that was given out. Never logged, never stored: another process fetches its own. */
export interface AccessToken {
  readonly text: string;
}

export interface AccessTokens {
  /**
   * The token of an app; fetched when there is none that is good, by one call for all who wait.
   *
   * @throws TokenFailure, or the reason of the signal, which ends the wait and not the call.
   */
  take(client: OAuthClient, call: TokenCall & { signal: AbortSignal }): Promise<AccessToken>;
  /** An API no longer takes this one. Whoever comes with one that was replaced meanwhile changes nothing. */
  drop(client: OAuthClient, token: AccessToken): void;
  /** The last texts that were given out, so that they can be taken out of what a vendor says. */
  known(client: OAuthClient): readonly string[];
}

/**
 * Renewed so long before its end: a call may wait for 18 s for its turn and connect for 10 s, and its token should still be
 * good when it is read there. Of short lives a quarter, or each call would fetch one.
 */
const marginMs = 60_000;
const mostClients = 64;
/** Calls under way may carry older ones. */
const mostTexts = 4;

interface Held {
  current: (AccessToken & { until: number }) | null;
  underWay: Promise<AccessToken> | null;
  texts: readonly string[];
  /** The address said when to come back, and is left alone until then. */
  closed: { until: number; failure: TokenFailure } | null;
}

/** @param clock milliseconds that never go back. */
export function createAccessTokens(
  fetchOne: (client: OAuthClient, call: TokenCall) => Promise<GrantedToken> = fetchToken,
  clock: () => number = () => performance.now(),
): AccessTokens {
  // By who asks, not by the connection's id: two connections with one app share its tokens. The order is that of the last use.
  const clients = new Map<string, Held>();

  const heldFor = (client: OAuthClient): Held => {
    const key = keyOf(client);
    const held = clients.get(key) ?? { current: null, underWay: null, texts: [], closed: null };
    clients.delete(key);
    clients.set(key, held);
    if (clients.size > mostClients) {
      const [idle] = [...clients].find(([, one]) => one !== held && one.underWay === null) ?? [];
      if (idle !== undefined) clients.delete(idle);
    }
    return held;
  };

  const renew = async (held: Held, client: OAuthClient, call: TokenCall): Promise<AccessToken> => {
    // Its life began before its answer was here.
    const asked = clock();
    try {
      const { text, lifeMs } = await fetchOne(client, call);
      const until =
        lifeMs === null ? Number.POSITIVE_INFINITY : asked + lifeMs - Math.min(marginMs, lifeMs / 4);
      held.current = { text, until };
      held.texts = [text, ...held.texts].slice(0, mostTexts);
      held.closed = null;
      return held.current;
    } catch (thrown) {
      if (thrown instanceof TokenFailure && thrown.afterMs !== undefined)
        held.closed = { until: clock() + thrown.afterMs, failure: thrown };
      throw thrown;
    } finally {
      held.underWay = null;
    }
  };

  return {
    take: async (client, { signal, ...call }) => {
      signal.throwIfAborted();
      const held = heldFor(client);
      const now = clock();
      if (held.current !== null && now < held.current.until) return held.current;
      if (held.closed !== null && now < held.closed.until) {
        const { failure, until } = held.closed;
        throw new TokenFailure(failure.kind, failure.message, until - now);
      }
      held.underWay ??= renew(held, client, call);
      return waitFor(held.underWay, signal);
    },
    drop: (client, token) => {
      const held = heldFor(client);
      if (held.current === token) held.current = null;
    },
    known: (client) => clients.get(keyOf(client))?.texts ?? [],
  };
}

/** Those of this process. */
export const accessTokens: AccessTokens = createAccessTokens();

function keyOf({ tokenUrl, clientId, clientSecret, scope, clientAuth }: OAuthClient): string {
  const identity = JSON.stringify([tokenUrl, clientId, clientSecret, scope, clientAuth]);
  return createHash('sha256').update(identity).digest('base64url');
}

/** The result of work that goes on for others when this one's signal ends its wait. */
function waitFor<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
