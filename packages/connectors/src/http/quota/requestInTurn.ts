import { createHash } from 'node:crypto';
import { type ConnectorContext, SyncError } from '@syncline/model';
import { type EgressAnswer, type EgressRequest, egressFor } from '../../egress/egress.ts';
import { NetworkFailure } from '../../egress/networkFailure.ts';
import type { HttpConnection } from '../connection.ts';
import { clientOf } from '../oauth/oauthClient.ts';
import { requestWithToken } from '../oauth/requestWithToken.ts';
import { isRateLimit, limitWait } from '../retryAfter.ts';
import type { Priority } from './callWindow.ts';
import { createGovernor, type Governor, type QuotaTerms, type QuotaUsage } from './governor.ts';
import { readQuota } from './readQuota.ts';
import { TurnRefused } from './turns.ts';

export interface CallInTurn {
  context: ConnectorContext;
  connection: HttpConnection;
  side: 'source' | 'destination';
  /** Longest wait for room within the limit; beyond it the engine waits, and other work goes on meanwhile. */
  patienceMs?: number;
}

const usualPatienceMs = 5000;
const mostGovernors = 64;

// By whose quota it is, not by the connection's id: two connections with one key share what the key may do. The order is
// that of the last use.
const governors = new Map<string, Governor>();
/** What those had counted that were dropped. */
let gone: QuotaUsage = {
  calls: { live: 0, batch: 0 },
  waits: { live: 0, batch: 0 },
  waitedMs: { live: 0, batch: 0 },
  refused: { live: 0, batch: 0 },
  exceeded: 0,
  left: null,
};
let processShare = 1;

/**
 * How much of a limit that a person set this process may use, for as long as others call the same systems.
 *
 * @param share part of one.
 */
export function shareQuotas(share: number): void {
  processShare = Math.min(1, Math.max(0, share));
}

/**
 * The one way for a call of this connector to leave: when the limits of the connection allow it, live changes first, and
 * with an access token where it signs in by one. Fetching that is no call of the API, so it waits for no turn.
 *
 * @throws SyncError `retry` with the time to wait when that is too long to be waited for here, and what `request` throws.
 */
export async function requestInTurn(call: CallInTurn, request: EgressRequest): Promise<EgressAnswer> {
  const client = clientOf(call.connection);
  if (client === null) return leaveInTurn(call, request);
  // A token may take its time and a call its second try, but all of it has one patience.
  const until = performance.now() + (call.patienceMs ?? usualPatienceMs);
  return requestWithToken({ ...call, client }, request, (signed) =>
    leaveInTurn({ ...call, patienceMs: Math.max(0, until - performance.now()) }, signed),
  );
}

async function leaveInTurn(call: CallInTurn, request: EgressRequest): Promise<EgressAnswer> {
  const { context, connection } = call;
  const priority: Priority = context.priority ?? 'live';
  const terms = termsOf(connection);
  const governor = governorOf(connection);
  const { signal } = context;
  const patienceMs = call.patienceMs ?? usualPatienceMs;
  const turn = await governor.enter({ priority, patienceMs, signal, terms }).catch((thrown: unknown) => {
    if (thrown instanceof TurnRefused) throw heldBack(call, terms, thrown);
    // Whoever gives up here has sent nothing, and must not take it for a lost answer.
    const message = 'stopped before the call was sent';
    throw new SyncError('retry', `${call.side}.unreachable`, message, { cause: thrown });
  });
  try {
    const answer = await egressFor(context.egressAllow).request(request);
    const { status, headers } = answer;
    const holdMs = isRateLimit(status, headers) ? limitWait(headers, context.now()) : null;
    turn.end({ stated: readQuota(headers, context.now()), holdMs });
    return answer;
  } catch (thrown) {
    const left = thrown instanceof NetworkFailure ? thrown.sent : !(thrown instanceof SyncError);
    turn.end(left ? null : 'unsent');
    throw thrown;
  }
}

const perMs = { second: 1000, minute: 60_000, hour: 3_600_000 } as const;

function termsOf({ limitCalls, limitPer, limitShare }: HttpConnection): QuotaTerms {
  const shares = { process: processShare, batch: limitShare / 100 };
  return { most: limitCalls ?? null, perMs: perMs[limitPer], shares };
}

function heldBack(
  { connection, side }: CallInTurn,
  { most }: QuotaTerms,
  { afterMs }: TurnRefused,
): SyncError {
  const { host } = new URL(connection.baseUrl);
  const message =
    most === null
      ? `the limit of ${host} leaves no room for a call just now`
      : `${host} is called at most ${most.toLocaleString('en')} times a ${connection.limitPer}`;
  return new SyncError('retry', `${side}.rate-limited`, message, { afterMs, rateLimited: true });
}

function governorOf(connection: HttpConnection): Governor {
  const { baseUrl, auth, user, password, token, name, value, headers } = connection;
  const { tokenUrl, clientId, clientSecret, scope } = connection;
  const identity = JSON.stringify([
    new URL(baseUrl).origin,
    auth,
    user,
    password,
    token,
    name,
    value,
    headers,
    ...[tokenUrl, clientId, clientSecret, scope],
  ]);
  const key = createHash('sha256').update(identity).digest('base64url');
  const governor = governors.get(key) ?? createGovernor();
  governors.delete(key);
  governors.set(key, governor);
  if (governors.size > mostGovernors) {
    const [dropped, idle] = [...governors].find(([, one]) => one !== governor && one.isIdle()) ?? [];
    if (dropped !== undefined && idle !== undefined) {
      governors.delete(dropped);
      gone = { ...addUsage(gone, idle.usage()), left: null };
    }
  }
  return governor;
}

/** What this process did to the limits of all HTTP connections, and what is left of the tightest. */
export const quotaUsage = (): QuotaUsage =>
  [...governors.values()].map((governor) => governor.usage()).reduce(addUsage, gone);

function addUsage(one: QuotaUsage, other: QuotaUsage): QuotaUsage {
  const add = (name: 'calls' | 'waits' | 'waitedMs' | 'refused') => ({
    live: one[name].live + other[name].live,
    batch: one[name].batch + other[name].batch,
  });
  return {
    calls: add('calls'),
    waits: add('waits'),
    waitedMs: add('waitedMs'),
    refused: add('refused'),
    exceeded: one.exceeded + other.exceeded,
    left:
      one.left === null || other.left === null ? (one.left ?? other.left) : Math.min(one.left, other.left),
  };
}
