import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Intake } from '@syncline/model';
import { afterEach, describe, expect, it } from 'vitest';
import { createHookHandler, type HookEndpoint, type HookParts, type InboxRow } from './hookHandler.ts';

const intake: Intake = {
  verify: (request) =>
    request.headers.get('x-key') === 'right'
      ? { ok: true }
      : { ok: false, code: 'webhook.unverified', message: 'no' },
  dedupeKey: (request) => request.headers.get('x-id') ?? null,
  laneKey: () => 'one',
  decode: () => ({ changes: [], rejected: [] }),
  describe: () => ({ fields: [], key: [], cursorFields: [], open: true }),
};
const endpoint: HookEndpoint = {
  no: 1,
  flowId: 'flow',
  node: 'hook',
  parts: 1,
  published: true,
  intake,
  config: {},
  connection: {},
  secrets: [],
};

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(changes: Partial<HookParts> = {}) {
  const rows: InboxRow[] = [];
  const counted: string[] = [];
  const handler = createHookHandler({
    findEndpoint: async (id) => (id === 'endpoint-1' ? endpoint : null),
    insert: async (group) => {
      rows.push(...group);
      return group.map(() => 'accepted');
    },
    offerSample: () => {},
    maxBody: 1000,
    isStopping: () => false,
    now: () => new Date(),
    count: (result) => counted.push(result),
    onCommit: () => {},
    onFailure: () => {},
    ...changes,
  });
  const server = createServer((request, response) => handler.handle(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const post = (path: string, body: string, headers: Record<string, string> = {}, method = 'POST') =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'x-key': 'right', ...headers },
      ...(method === 'GET' ? {} : { body }),
    });
  return { port, post, rows, counted };
}

describe('webhook intake', () => {
  it('answers 202 only after the commit', async () => {
    let committed = false;
    const { post, rows } = await serve({
      insert: async (group) => {
        await sleep(30);
        committed = true;
        rows.push(...group);
        return group.map(() => 'accepted');
      },
    });
    const reply = await post('/hooks/endpoint-1', '{"id":1}');
    expect(committed).toBe(true);
    expect(reply.status).toBe(202);
    expect(await reply.json()).toEqual({ received: true });
    expect(Buffer.from(rows[0]?.request.body ?? []).toString()).toBe('{"id":1}');
  });

  it('answers 200 to a repeated delivery', async () => {
    const { post } = await serve({ insert: async (group) => group.map(() => 'duplicate') });
    const reply = await post('/hooks/endpoint-1', '{}');
    expect([reply.status, await reply.json()]).toEqual([200, { received: true, duplicate: true }]);
  });

  it('never says 2xx while the database is away', async () => {
    const { post } = await serve({
      insert: async () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    });
    const reply = await post('/hooks/endpoint-1', '{}');
    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('2');
    expect(await reply.json()).toMatchObject({ code: 'database.away' });
  });

  it.each([
    ['an unknown address', '/hooks/nobody-here', 'POST', { 'x-key': 'right' }, 404, 'webhook.unknown'],
    ['a way out of the folder', '/hooks/..%2f..%2fetc', 'POST', { 'x-key': 'right' }, 404, 'webhook.unknown'],
    ['a wrong signature', '/hooks/endpoint-1', 'POST', { 'x-key': 'wrong' }, 401, 'webhook.unverified'],
    ['GET', '/hooks/endpoint-1', 'GET', {}, 405, 'route.method'],
    ['PUT', '/hooks/endpoint-1', 'PUT', {}, 405, 'route.method'],
  ])('refuses %s', async (_what, path, method, headers, status, code) => {
    const { post, rows } = await serve();
    const reply = await post(path, '{}', headers, method);
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ code });
    expect(rows).toEqual([]);
  });

  it('refuses a body that says it is too large before reading it', async () => {
    const { post, rows } = await serve();
    const reply = await post('/hooks/endpoint-1', 'x'.repeat(1001));
    expect(reply.status).toBe(413);
    expect(rows).toEqual([]);
  });

  it('refuses an endless body at its limit', async () => {
    const { port, rows, counted } = await serve();
    const status = await new Promise<number>((resolve, reject) => {
      const sending = httpRequest(
        { port, host: '127.0.0.1', path: '/hooks/endpoint-1', method: 'POST', headers: { 'x-key': 'right' } },
        (reply) => {
          resolve(reply.statusCode ?? 0);
          reply.resume();
          sending.destroy();
        },
      );
      sending.on('error', reject);
      sending.write('x'.repeat(600));
      setTimeout(() => sending.write('x'.repeat(600)), 20);
    });
    expect(status).toBe(413);
    expect(rows).toEqual([]);
    expect(counted).toEqual(['too-large']);
  });

  it('keeps nothing of a sender that goes away in the middle', async () => {
    const { port, rows, post } = await serve();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /hooks/endpoint-1 HTTP/1.1\r\nHost: x\r\nX-Key: right\r\nContent-Length: 500\r\n\r\n{"id"',
    );
    await sleep(30);
    socket.destroy();
    await sleep(30);
    expect(rows).toEqual([]);
    expect((await post('/hooks/endpoint-1', '{}')).status).toBe(202);
  });

  it('survives headers that carry names of object parts, and many of them', async () => {
    const { port, rows } = await serve();
    const socket = connect(port, '127.0.0.1');
    const many = Array.from({ length: 200 }, (_, n) => `X-Many: ${n}\r\n`).join('');
    socket.write(
      `POST /hooks/endpoint-1 HTTP/1.1\r\nHost: x\r\nX-Key: right\r\n__proto__: 1\r\nconstructor: 2\r\n${many}Content-Length: 2\r\nConnection: close\r\n\r\n{}`,
    );
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    );
    expect(answer).toContain('202 Accepted');
    expect(rows[0]?.request.headers.get('x-key')).toBe('right');
    expect(Reflect.get({}, '1')).toBeUndefined();
  });

  it('keeps a post to a draft as a sample and does not queue it', async () => {
    const offered: boolean[] = [];
    const { post, rows } = await serve({
      findEndpoint: async () => ({ ...endpoint, published: false }),
      offerSample: (_endpoint, _stored, verified) => offered.push(verified),
    });
    const reply = await post('/hooks/endpoint-1', '{}');
    expect([reply.status, await reply.json()]).toEqual([202, { received: true, sample: true }]);
    expect(offered).toEqual([true]);
    expect(rows).toEqual([]);
  });

  it('takes nothing any more while the server stops', async () => {
    const { post } = await serve({ isStopping: () => true });
    const reply = await post('/hooks/endpoint-1', '{}');
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ code: 'server.stopping' });
  });
});
