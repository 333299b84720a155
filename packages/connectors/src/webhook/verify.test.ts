import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { webhookConnectionSchema } from './connection.ts';
import { verifyWebhook } from './verify.ts';

const now = new Date();
const seconds = Math.floor(now.getTime() / 1000);
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const standard = { scheme: 'standard', secret };

function verify(
  connection: Record<string, unknown>,
  headers: Record<string, string>,
  body: string | Uint8Array,
  at = now,
) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return verifyWebhook(
    { method: 'POST', headers: new Map(Object.entries(headers)), body: bytes },
    connection,
    at,
  );
}

function signed(body: string, time = seconds, with_ = secret): Record<string, string> {
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  return {
    'webhook-id': id,
    'webhook-timestamp': String(time),
    'webhook-signature': new Webhook(with_).sign(id, new Date(time * 1000), body),
  };
}

const refused = { ok: false, code: 'webhook.unverified' };

describe('Standard Webhooks', () => {
  it('takes the published test vector', () => {
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const at = new Date(1614265330 * 1000);
    expect(verify(standard, headers, '{"test": 2432232314}', at)).toEqual({ ok: true });
    expect(verify(standard, headers, '{"test":2432232314}', at)).toMatchObject(refused);
  });

  it('takes whatever the reference library signs, and agrees with it on every changed body', async () => {
    const library = new Webhook(secret);
    await fc.assert(
      fc.property(fc.json(), fc.nat(), (body, at) => {
        const headers = signed(body);
        expect(verify(standard, headers, body)).toEqual({ ok: true });
        expect(library.verify(body, headers, { jsonParse: false })).toBeUndefined();
        const changed = `${body.slice(0, at % body.length)} ${body.slice(at % body.length)}`;
        expect(verify(standard, headers, changed)).toMatchObject(refused);
        expect(() => library.verify(changed, headers, { jsonParse: false })).toThrow();
      }),
      { numRuns: 50 },
    );
  });

  it('takes one right signature among several while a secret changes', () => {
    const headers = signed('{}');
    const right = headers['webhook-signature'];
    const other = signed('{}', seconds, 'whsec_b3RoZXI=')['webhook-signature'];
    expect(verify(standard, { ...headers, 'webhook-signature': `${other} ${right}` }, '{}')).toEqual({
      ok: true,
    });
    expect(verify(standard, { ...headers, 'webhook-signature': `v1a,zzz ${right}` }, '{}')).toEqual({
      ok: true,
    });
  });

  const right = signed('{"a":1}');
  const signature = right['webhook-signature'] ?? '';
  const base64 = signature.slice('v1,'.length);
  const broken: [string, Record<string, string>][] = [
    ['no headers at all', {}],
    ['no signature', { ...right, 'webhook-signature': '' }],
    ['a wrong one', { ...right, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` }],
    ['a truncated one', { ...right, 'webhook-signature': signature.slice(0, -2) }],
    ['one without padding', { ...right, 'webhook-signature': signature.replace(/=+$/, '') }],
    ['one in the wrong case', { ...right, 'webhook-signature': `v1,${base64.toLowerCase()}` }],
    [
      'hex in place of base64',
      { ...right, 'webhook-signature': `v1,${Buffer.from(base64, 'base64').toString('hex')}` },
    ],
    ['an unknown version', { ...right, 'webhook-signature': `v2,${base64}` }],
    ['no version', { ...right, 'webhook-signature': base64 }],
    ['two joined with commas', { ...right, 'webhook-signature': `${signature},${signature}` }],
    ['two headers joined', { ...right, 'webhook-signature': `${signature}, ${signature}` }],
    ['another id', { ...right, 'webhook-id': 'msg_other' }],
    ['another time', { ...right, 'webhook-timestamp': String(seconds + 1) }],
    ['a time that is none', { ...right, 'webhook-timestamp': 'now' }],
    ['a time in milliseconds', { ...right, 'webhook-timestamp': String(seconds * 1000) }],
    ['another secret', signed('{"a":1}', seconds, 'whsec_b3RoZXI=')],
    ['six minutes old', signed('{"a":1}', seconds - 360)],
    ['six minutes ahead', signed('{"a":1}', seconds + 360)],
  ];
  it.each(broken)('refuses %s', (_, headers) => {
    expect(verify(standard, headers, '{"a":1}')).toMatchObject(refused);
  });

  it('looks at the raw bytes, not at what they parse to', () => {
    expect(verify(standard, signed('{"a":1}'), '{ "a": 1 }')).toMatchObject(refused);
    expect(verify(standard, signed('{"a":1}'), '\ufeff{"a":1}')).toMatchObject(refused);
  });
});

describe('a signature of the body', () => {
  const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
  const hmac = (algorithm: string, encoding: 'hex' | 'base64', text: string | Uint8Array) =>
    createHmac(algorithm, 'topsecret').update(text).digest(encoding);

  it('as GitHub and Shopify write it, over bytes that are no text', () => {
    const github = { scheme: 'hmac', secret: 'topsecret', header: 'X-Hub-Signature-256', prefix: 'sha256=' };
    const header = `sha256=${hmac('sha256', 'hex', body)}`;
    expect(verify(github, { 'x-hub-signature-256': header }, body)).toEqual({ ok: true });
    expect(verify(github, { 'x-hub-signature-256': header.toUpperCase() }, body)).toMatchObject(refused);
    expect(verify(github, { 'x-hub-signature-256': header.slice(7) }, body)).toMatchObject(refused);
    expect(verify(github, { 'x-hub-signature-256': `${header}, ${header}` }, body)).toMatchObject(refused);
    expect(verify(github, {}, body)).toMatchObject(refused);
    const shopify = {
      scheme: 'hmac',
      secret: 'topsecret',
      header: 'X-Shopify-Hmac-Sha256',
      encoding: 'base64',
    };
    expect(verify(shopify, { 'x-shopify-hmac-sha256': hmac('sha256', 'base64', body) }, body)).toEqual({
      ok: true,
    });
    expect(verify(shopify, { 'x-shopify-hmac-sha256': hmac('sha256', 'hex', body) }, body)).toMatchObject(
      refused,
    );
  });

  it('with a time, as Slack writes it', () => {
    const slack = {
      ...{ scheme: 'hmac', secret: 'topsecret', header: 'X-Slack-Signature', prefix: 'v0=' },
      ...{ timestampHeader: 'X-Slack-Request-Timestamp', signedText: 'v0:{timestamp}:{body}' },
    };
    const sign = (time: number) => ({
      'x-slack-request-timestamp': String(time),
      'x-slack-signature': `v0=${hmac('sha256', 'hex', `v0:${time}:a=1`)}`,
    });
    expect(verify(slack, sign(seconds), 'a=1')).toEqual({ ok: true });
    expect(verify(slack, sign(seconds - 400), 'a=1')).toMatchObject({
      message: expect.stringContaining('too old'),
    });
    const moved = { ...sign(seconds - 400), 'x-slack-request-timestamp': String(seconds) };
    expect(verify(slack, moved, 'a=1')).toMatchObject(refused);
    const { 'x-slack-request-timestamp': _, ...timeless } = sign(seconds);
    expect(verify(slack, timeless, 'a=1')).toMatchObject(refused);
  });
});

describe('plain secrets', () => {
  it('in a header', () => {
    const connection = {
      scheme: 'shared-secret',
      secret: 'topsecret',
      header: 'Authorization',
      prefix: 'Bearer ',
    };
    expect(verify(connection, { authorization: 'Bearer topsecret' }, '')).toEqual({ ok: true });
    for (const authorization of [
      'topsecret',
      'Bearer topsecre',
      'Bearer topsecret ',
      'bearer topsecret',
      '',
    ]) {
      expect(verify(connection, { authorization }, '')).toMatchObject(refused);
    }
    expect(verify(connection, {}, '')).toMatchObject(refused);
  });

  it('as user and password', () => {
    const connection = { scheme: 'basic', user: 'shop', secret: 'p:ß' };
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    expect(verify(connection, basic('shop:p:ß'), '')).toEqual({ ok: true });
    expect(verify(connection, basic('shop:p'), '')).toMatchObject(refused);
    expect(verify(connection, {}, '')).toMatchObject(refused);
  });

  it('or none but the address', () => {
    expect(verify({}, {}, 'anything')).toEqual({ ok: true });
  });

  it('never appear in the refusal', () => {
    const connection = { scheme: 'shared-secret', secret: 'topsecret', header: 'X-Key' };
    expect(JSON.stringify(verify(connection, { 'x-key': 'wrong' }, ''))).not.toContain('topsecret');
  });
});

describe('a connection that is not filled in rightly', () => {
  const problems = (connection: Record<string, unknown>) => {
    const parsed = webhookConnectionSchema.safeParse(connection);
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };

  it('names the field, and lets nothing in meanwhile', () => {
    expect(problems(standard)).toEqual([]);
    expect(problems({})).toEqual(['secret']);
    expect(problems({ scheme: 'standard', secret: 'whsec_not base64!' })).toEqual(['secret']);
    expect(problems({ scheme: 'hmac', secret: 's' })).toEqual(['header']);
    expect(problems({ scheme: 'basic', secret: 's' })).toEqual(['user']);
    const timed = { scheme: 'hmac', secret: 's', header: 'x', timestampHeader: 't', signedText: '{body}' };
    expect(problems(timed)).toEqual(['signedText']);
    expect(problems({ scheme: 'hmac', secret: 's', header: 'x', signedText: '{timestamp}{body}' })).toEqual([
      'timestampHeader',
    ]);
    expect(verify({ scheme: 'hmac', secret: 's' }, {}, '')).toMatchObject(refused);
  });
});
