import type { RawRequest } from '@syncline/model';

/** What a reader of the body may need later: its type, and what the sender says of the event. */
const wanted = /^(content-type|content-encoding|idempotency-key|x-.+|webhook-.+|ce-.+)$/;
/** What proves the sender, or says where it sits: needed to let the post in, and by nobody after that. */
const unwanted = /signature|hmac|token|secret|auth|cookie|passw|api-?key|forwarded|real-ip|client-ip/;

const decided = new Map<string, boolean>();
const mostDecided = 1_000;

function isKept(name: string): boolean {
  const known = decided.get(name);
  if (known !== undefined) return known;
  const kept = wanted.test(name) && !unwanted.test(name);
  if (decided.size < mostDecided) decided.set(name, kept);
  return kept;
}

/**
 * The post as it is stored: without what signed it in. A secret that travels in a header of any other name is known by its
 * value.
 */
export function withoutProof(request: RawRequest, secrets: readonly string[]): RawRequest {
  const headers = new Map<string, string>();
  for (const [name, value] of request.headers) {
    if (isKept(name) && !secrets.some((secret) => value.includes(secret))) headers.set(name, value);
  }
  return { method: request.method, headers, body: request.body };
}
