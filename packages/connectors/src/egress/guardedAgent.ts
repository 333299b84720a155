import { lookup as lookUpName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { EgressAllow } from './egressAllow.ts';
import { isPermittedAddress } from './publicAddress.ts';

/** The name leads to no address that may be called. */
export class RefusedAddress extends Error {
  override name = 'RefusedAddress';
}

export interface EgressTimeouts {
  connectMs: number;
  headersMs: number;
  /** Longest silence in the middle of a body. */
  bodyMs: number;
}

export interface GuardedAgent {
  agent: Agent;
  /** True when this error came before anything was sent. */
  failedToConnect: (thrown: unknown) => boolean;
}

/**
 * An agent that asks for the address it is about to connect to. The check sits behind the name look-up, so a name that
 * changes its address between check and use gains nothing. It reads no proxy variables and knows no socket paths.
 */
export function createGuardedAgent(allow: EgressAllow, timeouts: EgressTimeouts): GuardedAgent {
  const failures = new WeakSet<object>();
  const base = { timeout: timeouts.connectMs, allowH2: false };
  const open = buildConnector(base);
  const guarded = buildConnector({ ...base, lookup: filteringLookup(allow) });
  const connect: buildConnector.connector = ({ socketPath: _never, ...options }, callback) => {
    const port = options.port || (options.protocol === 'https:' ? '443' : '80');
    const connector = allow.hosts.has(`${options.hostname}:${port}`) ? open : guarded;
    connector(options, (...result) => {
      const [error] = result;
      if (error) failures.add(error);
      callback(...result);
    });
  };
  return {
    agent: new Agent({
      connect,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyMs,
      maxHeaderSize: 32 * 1024,
      connections: 32,
      pipelining: 1,
    }),
    failedToConnect: (thrown) => typeof thrown === 'object' && thrown !== null && failures.has(thrown),
  };
}

/** Node asks this only for names; literal addresses are checked on the URL. */
function filteringLookup(allow: EgressAllow): LookupFunction {
  return (hostname, options, callback) => {
    lookUpName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const permitted = found.filter(({ address }) => isPermittedAddress(address, allow.blocks));
      const [first] = permitted;
      if (!first) return callback(new RefusedAddress(`${hostname} leads to a private address`), []);
      if (options.all) return callback(null, permitted);
      callback(null, first.address, first.family);
    });
  };
}
