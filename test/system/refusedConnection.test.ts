import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, until } from './testServer.ts';

let server: TestServer;
let vendor: Server;
let address: string;
/** The one key the vendor takes. */
let key = 'first-key';
/** Identities of what the vendor took, by path. */
const taken: Record<string, string[]> = {};

beforeAll(async () => {
  server = await startTestServer({ SYNCLINE_EGRESS_ALLOW: '127.0.0.0/8' });
  vendor = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
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
