/** What went wrong on the wire. `cut` = the connection ended in the middle, `too-large` = the answer passed the cap. */
export type NetworkFailureKind = 'unreachable' | 'timeout' | 'cut' | 'bad-protocol' | 'too-large';

/**
 * A request that got no whole answer. Whether it may be repeated depends on `sent`: a request that never left can be
 * repeated without thought, one that left may have had its effect.
 */
export class NetworkFailure extends Error {
  readonly kind: NetworkFailureKind;
  readonly sent: boolean;

  constructor(kind: NetworkFailureKind, sent: boolean, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'NetworkFailure';
    this.kind = kind;
    this.sent = sent;
  }
}

const words: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'has no address in DNS',
  EAI_AGAIN: 'could not be looked up in DNS just now',
  EHOSTUNREACH: 'can not be reached from here',
  ENETUNREACH: 'can not be reached from here',
  ECONNRESET: 'cut the connection',
  UND_ERR_SOCKET: 'cut the connection',
  UND_ERR_CONNECT_TIMEOUT: 'did not accept the connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'did not begin to answer in time',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of its answer',
  UND_ERR_HEADERS_OVERFLOW: 'sent more headers than are read here',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'sent less than it announced',
  CERT_HAS_EXPIRED: 'has a certificate that is over',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate of an unknown authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate of another host',
};

/**
 * Turns what undici threw into a failure with its kind, in words.
 *
 * @param sent whether the connection stood, so that the request may have been read.
 */
export function toNetworkFailure(thrown: unknown, url: URL, sent: boolean): NetworkFailure {
  const code = codeOf(thrown);
  const text = words[code] ?? (sent ? 'did not answer properly' : 'could not be connected to');
  return new NetworkFailure(
    kindOf(code, sent),
    sent,
    `${url.host} ${text}${code ? ` (${code})` : ''}`,
    thrown,
  );
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return 'cause' in thrown ? codeOf(thrown.cause) : '';
}

function kindOf(code: string, sent: boolean): NetworkFailureKind {
  if (code.endsWith('_TIMEOUT')) return sent ? 'timeout' : 'unreachable';
  if (!sent) return 'unreachable';
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code.startsWith('HPE_')) return 'bad-protocol';
  return 'cut';
}
