import { isIP } from 'node:net';
import { SyncError } from '@syncline/model';
import { hostAndPort, parseEgressAllow } from './egressAllow.ts';
import { createGuardedAgent, type EgressTimeouts, RefusedAddress } from './guardedAgent.ts';
import { NetworkFailure, toNetworkFailure } from './networkFailure.ts';
import { isPermittedAddress } from './publicAddress.ts';
import { readAnswer } from './readAnswer.ts';

export interface EgressRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string | URL;
  headers?: Readonly<Record<string, string>>;
  /** Sent to the first origin only: a redirect to another host goes without them. */
  credentials?: Credentials;
  body?: string | Uint8Array;
  signal: AbortSignal;
  /** Most bytes of the unpacked answer; default 32 MiB. */
  maxBytes?: number;
}

export interface Credentials {
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
}

export interface EgressAnswer {
  status: number;
  /** Lower-case names; repeated headers joined with `, `. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
  /** Where the answer came from, after redirects, without credentials. */
  url: URL;
}

export interface Egress {
  /**
   * Sends one request. Any status is an answer.
   *
   * @throws SyncError `egress.refused` when the address may not be called, NetworkFailure when no whole answer came,
   * the signal's reason when it was aborted.
   */
  request(request: EgressRequest): Promise<EgressAnswer>;
  close(): Promise<void>;
}

export interface EgressOptions {
  /** CIDR blocks and `host:port` beyond the public internet. */
  allow: readonly string[];
  timeouts?: Partial<EgressTimeouts & { totalMs: number }>;
}

const maxRedirects = 5;
const defaultMaxBytes = 32 * 1024 * 1024;
const defaultTimeouts = { connectMs: 10_000, headersMs: 30_000, bodyMs: 30_000, totalMs: 120_000 };
const framingHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'expect',
]);

/**
 * The only door for outgoing HTTP: public addresses only unless allowed, redirects checked again, answers capped.
 *
 * @example await createEgress({ allow: [] }).request({ method: 'GET', url: 'https://api.example.com', signal })
 */
export function createEgress(options: EgressOptions): Egress {
  const allow = parseEgressAllow(options.allow);
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const { agent, failedToConnect } = createGuardedAgent(allow, timeouts);

  function checkUrl(url: URL): void {
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw refused(`${url.protocol} is not http or https`);
    if (url.username || url.password) throw refused('an address may not hold a user or password');
    if (allow.hosts.has(hostAndPort(url))) return;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isPermittedAddress(host, allow.blocks)) {
      throw refused(`${url.host} is not a public address`);
    }
  }

  async function sendOnce(request: EgressRequest, url: URL, signal: AbortSignal, withCredentials: boolean) {
    checkUrl(url);
    const target = new URL(url);
    const headers = plainHeaders(request.headers, withCredentials ? request.credentials?.headers : undefined);
    if (withCredentials) {
      for (const [name, value] of Object.entries(request.credentials?.query ?? {})) {
        target.searchParams.set(name, value);
      }
    }
    try {
      const answer = await agent.request({
        origin: target.origin,
        path: target.pathname + target.search,
        method: request.method,
        headers,
        body: request.body ?? null,
        signal,
      });
      const found = readHeaders(answer.headers);
      const cap = request.maxBytes ?? defaultMaxBytes;
      const bare = request.method === 'HEAD' || answer.statusCode === 204 || answer.statusCode === 304;
      const packing = bare ? undefined : found.get('content-encoding');
      const body = await readAnswer(answer.body, packing, cap, url.host);
      return { status: answer.statusCode, headers: found, body, url };
    } catch (thrown) {
      if (thrown instanceof NetworkFailure || thrown instanceof SyncError) throw thrown;
      if (thrown instanceof RefusedAddress) throw refused(thrown.message);
      request.signal.throwIfAborted();
      const sent = !failedToConnect(thrown);
      if (signal.aborted) {
        throw new NetworkFailure('timeout', sent, `${url.host} took longer than ${timeouts.totalMs} ms`);
      }
      throw toNetworkFailure(thrown, url, sent);
    }
  }

  return {
    async request(request) {
      request.signal.throwIfAborted();
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeouts.totalMs)]);
      const first = parseUrl(request.url);
      let url = first;
      for (let hop = 0; ; hop += 1) {
        const answer = await sendOnce(request, url, signal, url.origin === first.origin);
        const next = redirectOf(answer, request.method);
        if (next === null) return answer;
        if (hop === maxRedirects) throw refused(`${first.host} redirects more than ${maxRedirects} times`);
        if (url.protocol === 'https:' && next.protocol !== 'https:') {
          throw refused(`${url.host} redirects from https to ${next.protocol}`);
        }
        if (!isRead(request.method) && next.origin !== url.origin) {
          throw refused(
            `${url.host} redirects a write to ${next.host}; records are not sent to another host`,
          );
        }
        url = next;
      }
    },
    close: () => agent.destroy(),
  };
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

function refused(message: string): SyncError {
  return new SyncError('pause', 'egress.refused', message, { pause: 'config' });
}

function parseUrl(url: string | URL): URL {
  try {
    return new URL(url);
  } catch {
    throw refused('the address is not a URL');
  }
}

/** A write that is told to go on as GET (301 to 303) would be lost, so such an answer is handed back as it is. */
function redirectOf(answer: EgressAnswer, method: string): URL | null {
  const location = answer.headers.get('location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return null;
  if (!isRead(method) && answer.status < 307) return null;
  try {
    return new URL(location, answer.url);
  } catch {
    throw refused(`${answer.url.host} redirects to something that is not a URL`);
  }
}

function plainHeaders(...sets: (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': 'syncline', 'accept-encoding': 'gzip, br' };
  for (const [name, value] of sets.flatMap((set) => Object.entries(set ?? {}))) {
    const lower = name.toLowerCase();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower) || framingHeaders.has(lower)) {
      throw refused(`the header "${name}" can not be set`);
    }
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw refused(`the header "${name}" has a character it may not have`);
    headers[lower] = value;
  }
  return headers;
}

function readHeaders(headers: Record<string, string | string[] | undefined>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) found.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value);
  }
  return found;
}

const doors = new Map<string, Egress>();

/** One door per allow list, so that connections are kept open between calls. */
export function egressFor(allow: readonly string[]): Egress {
  const name = allow.join(' ');
  let door = doors.get(name);
  if (door === undefined) {
    door = createEgress({ allow });
    doors.set(name, door);
  }
  return door;
}
