import { expect, it } from 'vitest';
import { withoutProof } from './keptHeaders.ts';

it('keeps what describes a post and drops what proved it', () => {
  const headers = new Map([
    ['content-type', 'application/json'],
    ['x-shopify-topic', 'customers/create'],
    ['webhook-id', 'msg_1'],
    ['idempotency-key', 'abc'],
    ['authorization', 'Basic canary'],
    ['cookie', 'a=b'],
    ['webhook-signature', 'v1,canary'],
    ['x-shopify-hmac-sha256', 'canary'],
    ['x-forwarded-for', '10.0.0.1'],
    ['x-partner', 'Bearer canary-secret'],
    ['user-agent', 'shop'],
  ]);
  const kept = withoutProof({ method: 'POST', headers, body: Buffer.from('{}') }, ['canary-secret']);
  expect([...kept.headers.keys()]).toEqual([
    'content-type',
    'x-shopify-topic',
    'webhook-id',
    'idempotency-key',
  ]);
});
