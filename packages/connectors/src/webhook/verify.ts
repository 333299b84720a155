import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { messageOf, type RawRequest, type Verdict } from '@syncline/model';
import { readStandardSecret, readWebhookConnection, type WebhookConnection } from './connection.ts';

/**
 * Does the request come from the sender? Everything is computed over the raw bytes and compared in constant time.
 * Without a connection the secret address is the only proof there is.
 */
export function verifyWebhook(request: RawRequest, connection: Record<string, unknown>, now: Date): Verdict {
  let config: WebhookConnection | null;
  try {
    config = readWebhookConnection(connection);
  } catch (thrown) {
    return refuse(`the connection is not filled in rightly: ${messageOf(thrown)}`);
  }
  switch (config?.scheme) {
    case undefined:
      return { ok: true };
    case 'standard':
      return verifyStandard(request, config, now);
    case 'hmac':
      return verifyHmac(request, config, now);
    case 'shared-secret':
      return judge(
        isSameSecret(request.headers.get(config.header ?? ''), `${config.prefix}${config.secret}`),
        config.header,
      );
    case 'basic': {
      const pair = Buffer.from(`${config.user}:${config.secret}`).toString('base64');
      const given = request.headers.get('authorization');
      return judge(isSameSecret(given?.replace(/^basic +/i, 'Basic '), `Basic ${pair}`), 'authorization');
    }
  }
}

/** Standard Webhooks: id, time and body signed together; several signatures parted by spaces while a secret changes. */
function verifyStandard(request: RawRequest, config: WebhookConnection, now: Date): Verdict {
  const id = request.headers.get('webhook-id');
  const timestamp = request.headers.get('webhook-timestamp');
  const signatures = request.headers.get('webhook-signature');
  if (!id || !timestamp || !signatures) {
    return refuse('webhook-id, webhook-timestamp or webhook-signature is missing');
  }
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  const late = checkTime(seconds * 1000, config, now);
  if (late) return late;
  const key = keyOf(config);
  if (key === null) return refuse('the secret of the connection is not base64');
  const wanted = createHmac('sha256', key)
    .update(`${id}.${timestamp}.`)
    .update(request.body)
    .digest('base64');
  let found = false;
  for (const signature of signatures.split(' ')) {
    const parts = signature.split(',');
    // One version, one signature: joined with commas it is not what the standard says, and not looked into.
    if (parts.length !== 2) return refuse('webhook-signature is not written as v1,<signature>');
    if (parts[0] === 'v1' && isSame(parts[1], wanted)) found = true;
  }
  return judge(found, 'webhook-signature');
}

function verifyHmac(request: RawRequest, config: WebhookConnection, now: Date): Verdict {
  const given = request.headers.get(config.header ?? '');
  if (!given) return refuse(`${config.header} is missing`);
  let timestamp = '';
  if (config.timestampHeader) {
    timestamp = request.headers.get(config.timestampHeader) ?? '';
    const late = checkTime(readTime(timestamp), config, now);
    if (late) return late;
  }
  const key = keyOf(config);
  if (key === null) return refuse('the connection has no secret');
  const hmac = createHmac(config.algorithm, key);
  const text = config.signedText ?? (config.timestampHeader ? '{timestamp}.{body}' : '{body}');
  // The body stays bytes: turned into text, a body that is not UTF-8 would be another one.
  for (const part of text.split(/(\{timestamp\}|\{body\})/)) {
    if (part === '{body}') hmac.update(request.body);
    else hmac.update(part === '{timestamp}' ? timestamp : part);
  }
  return judge(isSame(given, config.prefix + hmac.digest(config.encoding)), config.header);
}

/** Making a key costs more than signing a small body with it, so it is made once for each connection. */
const keys = new WeakMap<WebhookConnection, KeyObject>();

function keyOf(config: WebhookConnection): KeyObject | null {
  const known = keys.get(config);
  if (known) return known;
  const bytes = config.scheme === 'standard' ? readStandardSecret(config.secret) : Buffer.from(config.secret);
  if (bytes === null || bytes.length === 0) return null;
  const key = createSecretKey(bytes);
  keys.set(config, key);
  return key;
}

/** Seconds, milliseconds or RFC 3339, in milliseconds; NaN for anything else. */
function readTime(text: string): number {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
}

function checkTime(ms: number, config: WebhookConnection, now: Date): Verdict | null {
  if (Number.isNaN(ms)) return refuse('the time of the signature is missing or not a time');
  const distance = now.getTime() - ms;
  if (Math.abs(distance) <= config.toleranceSeconds * 1000) return null;
  return refuse(
    distance > 0 ? 'the signature is too old' : 'the signature is from the future; check both clocks',
  );
}

/** Equal signatures, in a time that tells nothing: their length is known to everybody. */
function isSame(given: string | undefined, wanted: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Equal secrets, whose length is nobody's business: digests have one length whatever was sent. */
function isSameSecret(given: string | undefined, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(wanted)) && given !== undefined;
}

const judge = (fits: boolean, place = 'the signature'): Verdict =>
  fits ? { ok: true } : refuse(`${place} does not fit`);

const refuse = (message: string): Verdict => ({ ok: false, code: 'webhook.unverified', message });
