import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
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
        isSame(request.headers.get(config.header ?? ''), `${config.prefix}${config.secret}`),
        config.header,
      );
    case 'basic': {
      const pair = Buffer.from(`${config.user}:${config.secret}`).toString('base64');
      const given = request.headers.get('authorization');
      return judge(isSame(given?.replace(/^basic +/i, 'Basic '), `Basic ${pair}`), 'authorization');
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
  const key = readStandardSecret(config.secret);
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
  const hmac = createHmac(config.algorithm, config.secret);
  const text = config.signedText ?? (config.timestampHeader ? '{timestamp}.{body}' : '{body}');
  // The body stays bytes: turned into text, a body that is not UTF-8 would be another one.
  for (const part of text.split(/(\{timestamp\}|\{body\})/)) {
    if (part === '{body}') hmac.update(request.body);
    else hmac.update(part === '{timestamp}' ? timestamp : part);
  }
  return judge(isSame(given, config.prefix + hmac.digest(config.encoding)), config.header);
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

/** Equal texts, in a time that tells nothing: digests have one length whatever was sent. */
function isSame(given: string | undefined, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(wanted)) && given !== undefined;
}

const judge = (fits: boolean, place = 'the signature'): Verdict =>
  fits ? { ok: true } : refuse(`${place} does not fit`);

const refuse = (message: string): Verdict => ({ ok: false, code: 'webhook.unverified', message });
