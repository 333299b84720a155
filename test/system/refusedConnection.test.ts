import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, until } from './testServer.ts';

let server: TestServer;
let vendor: Server;
let address: string;
/** The one key the vendor takes. */
let key = 'first-key';
/** The one secret for which the vendor gives its key out as an access token. */
let appSecret = 'first-app-s3cret';
/** Identities of what the vendor took, by path. */
const taken: Record<string, string[]> = {};

beforeAll(async () => {
  server = await startTestServer({ SYNCLINE_EGRESS_ALLOW: '127.0.0.0/8' });
  vendor = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (request.url === '/token') {
      const isApp = new URLSearchParams(text).get('client_secret') === appSecret;
      response.writeHead(isApp ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isApp ? { access_token: key } : { error: 'invalid_client' }));
      return;
    }
    const isKnown = request.headers.authorization === `Bearer ${key}`;
    if (request.method === 'POST' && isKnown) {
      const path = request.url ?? '';
      taken[path] = [...(taken[path] ?? []), String(JSON.parse(text).id)];
    }
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? { ok: true } : { message: 'This key is not valid.' }));
  });
  vendor.listen(0, '127.0.0.1');
  await once(vendor, 'listening');
  const bound = vendor.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  address = `http://127.0.0.1:${bound.port}`;
});
afterAll(async () => {
  await server.remove();
  vendor.closeAllConnections();
  vendor.close();
});

interface Sending {
  id: string;
  post(...ids: string[]): Promise<void>;
  state(): Promise<{ state: string; pauseReason: string | null; refusedBy: string | null }>;
}

/** A live flow that sends what its webhook hears to a path of the vendor. */
async function publish(name: string, connection: string): Promise<Sending> {
  const document = {
    syncline: 1,
    name,
    nodes: {
      hook: { type: 'webhook.trigger', config: { key: ['id'] } },
      send: {
        type: 'http.send',
        connection: 'vendor',
        config: { method: 'POST', path: `/${name}`, body: 'record' },
      },
    },
    edges: [['hook', 'send']],
  };
  const made = await server.call('POST', '/api/flows', { document, bindings: { vendor: connection } });
  const { id, endpoints } = made.body;
  expect((await server.call('POST', `/api/flows/${id}/publish`, {})).body.state).toBe('live');
  const hook = String(endpoints.hook).slice(server.url.length);
  return {
    id,
    post: async (...ids) => {
      for (const one of ids) expect((await server.call('POST', hook, { id: one })).status).toBe(202);
    },
    state: async () => (await server.call('GET', `/api/flows/${id}`)).body,
  };
}

describe('a key that a vendor no longer takes', () => {
  let connection: string;
  let orders: Sending;
  let people: Sending;
  let stopped: Sending;
  const config = (token: string) => ({
    name: 'Vendor',
    kind: 'http',
    config: { baseUrl: address, auth: 'bearer', token },
  });
  const look = async () => (await server.call('GET', `/api/connections/${connection}`)).body;
  const resume = () => server.call('POST', `/api/connections/${connection}/resume`);

  it('pauses all flows of its connection when one of them meets it, and is told once', async () => {
    connection = (await server.call('POST', '/api/connections', config(key))).body.id;
    orders = await publish('orders', connection);
    people = await publish('people', connection);
    stopped = await publish('stopped', connection);
    await server.call('POST', `/api/flows/${stopped.id}/pause`);
    await orders.post('o1');
    await until(async () => taken['/orders']?.includes('o1'));
    key = 'second-key';
    await orders.post('o2');
    await until(async () => (await people.state()).state === 'paused');
    for (const flow of [orders, people])
      expect(await flow.state()).toMatchObject({ pauseReason: 'auth', refusedBy: connection });
    expect(await stopped.state()).toMatchObject({ pauseReason: 'user', refusedBy: null });
    expect(await look()).toMatchObject({
      state: 'failing',
      pausedFlows: [
        { id: orders.id, name: 'orders' },
        { id: people.id, name: 'people' },
      ],
    });
    const { checks } = (await server.call('GET', '/api/health')).body;
    expect(checks.filter(({ name }: { name: string }) => name === 'connections')).toHaveLength(1);
    expect((await server.call('GET', '/metrics')).body).toContain('syncline_connections_refused 1');
  });

  it('keeps what arrives, and nothing goes on before the test is good', async () => {
    await orders.post('o3', 'o4');
    await people.post('p1', 'p2', 'p3');
    await stopped.post('s1');
    expect(await resume()).toMatchObject({ status: 409, body: { code: 'conflict.state' } });
    await server.call('PUT', `/api/connections/${connection}`, config('wrong again'));
    expect((await server.call('POST', `/api/connections/${connection}/check`)).body.ok).toBe(false);
    expect(await resume()).toMatchObject({ status: 409 });
    expect(taken).toEqual({ '/orders': ['o1'] });
  });

  it('goes on for all of them by one action once it was replaced, and each event is delivered once', async () => {
    await server.call('PUT', `/api/connections/${connection}`, config(key));
    expect((await server.call('POST', `/api/connections/${connection}/check`)).body.ok).toBe(true);
    const { status, body } = await resume();
    expect(status).toBe(200);
    expect(body.resumed.map(({ name }: { name: string }) => name).toSorted()).toEqual(['orders', 'people']);
    await until(async () => taken['/orders']?.includes('o4') && taken['/people']?.includes('p3'));
    for (const flow of [orders, people])
      await until(async () => (await server.call('GET', `/api/flows/${flow.id}`)).body.waitingEvents === 0);
    expect(taken['/orders']?.toSorted()).toEqual(['o1', 'o2', 'o3', 'o4']);
    expect(taken['/people']?.toSorted()).toEqual(['p1', 'p2', 'p3']);
    expect(taken['/stopped']).toBeUndefined();
    expect(await stopped.state()).toMatchObject({ state: 'paused', pauseReason: 'user' });
    expect(await look()).toMatchObject({ state: 'ok', pausedFlows: [] });
    expect((await resume()).body).toEqual({ resumed: [] });
  });
});

describe('an app that a vendor no longer lets in', () => {
  it('stops all flows of its connection by the token address, and they go on with its new secret', async () => {
    const config = (clientSecret: string) => ({
      name: 'By an app',
      kind: 'http',
      config: {
        ...{ baseUrl: address, auth: 'oauth', tokenUrl: `${address}/token` },
        ...{ clientId: 'app', clientSecret, clientAuth: 'body' },
      },
    });
    const connection = (await server.call('POST', '/api/connections', config(appSecret))).body.id;
    const path = `/api/connections/${connection}`;
    expect((await server.call('GET', path)).body.config).toMatchObject({
      clientId: 'app',
      clientSecret: true,
    });
    const leads = await publish('leads', connection);
    const deals = await publish('deals', connection);
    await leads.post('l1');
    await until(async () => taken['/leads']?.includes('l1'));
    key = 'third-key';
    appSecret = 'second-app-s3cret';
    await leads.post('l2');
    await until(async () => (await deals.state()).state === 'paused');
    for (const flow of [leads, deals])
      expect(await flow.state()).toMatchObject({ pauseReason: 'auth', refusedBy: connection });
    await deals.post('d1');
    const checked = await server.call('POST', `${path}/check`);
    expect(checked.body).toMatchObject({
      ok: false,
      problem: { title: 'The token address refused the app' },
    });
    expect(await server.call('POST', `${path}/resume`)).toMatchObject({ status: 409 });
    await server.call('PUT', path, config(appSecret));
    expect((await server.call('POST', `${path}/check`)).body.ok).toBe(true);
    const { body } = await server.call('POST', `${path}/resume`);
    expect(body.resumed.map(({ name }: { name: string }) => name).toSorted()).toEqual(['deals', 'leads']);
    await until(async () => taken['/leads']?.includes('l2') && taken['/deals']?.includes('d1'));
    expect(taken).toMatchObject({ '/leads': ['l1', 'l2'], '/deals': ['d1'] });
    const told = JSON.stringify(
      await Promise.all(['connections', 'flows', 'runs'].map((list) => server.call('GET', `/api/${list}`))),
    );
    expect(told).not.toMatch(/app-s3cret|first-key|second-key|third-key/);
  });
});
