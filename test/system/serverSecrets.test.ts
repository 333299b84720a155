import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, until } from './testServer.ts';

const canary = 'canary-4f1c9e';
const password = 'a long owner password';
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  server = await startTestServer({ SYNCLINE_OWNER_PASSWORD: password });
  const signedIn = await server.call('POST', '/api/session', { password });
  cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});
afterAll(() => server.remove());

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  server.call(method, path, body, { cookie, ...headers });

describe('a secret', () => {
  let id: string;
  const config = { baseUrl: 'https://crm.example.test', auth: 'bearer' };

  it('goes in and never comes out', async () => {
    const made = await call('POST', '/api/connections', {
      name: 'CRM',
      kind: 'http',
      config: { ...config, token: canary },
    });
    expect(made.status).toBe(201);
    expect(made.body.config).toMatchObject({ ...config, token: true });
    id = made.body.id;
  });

  it('stays when an update leaves it out, and goes when it is taken away', async () => {
    const update = (given: object) =>
      call('PUT', `/api/connections/${id}`, { name: 'CRM', kind: 'http', config: { ...config, ...given } });
    expect((await update({})).body.config.token).toBe(true);
    expect((await update({ token: true })).body.config.token).toBe(true);
    const emptied = await update({ token: '' });
    expect(emptied.body).toMatchObject({ code: 'request.invalid', path: 'body.config.token' });
    expect((await call('GET', `/api/connections/${id}`)).body.config.token).toBe(true);
  });

  it('is not carried to another address by a check', async () => {
    const moved = { ...config, baseUrl: 'https://elsewhere.example.test' };
    const reply = await call('POST', '/api/connection-checks', {
      id,
      name: 'CRM',
      kind: 'http',
      config: moved,
    });
    expect(reply).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', path: 'body.config.token' },
    });
  });

  it('is in no answer, export, metric, log or file once flows and webhooks have used it', async () => {
    const sender = await call('POST', '/api/connections', {
      name: 'Sender',
      kind: 'webhook',
      config: { scheme: 'shared-secret', header: 'x-partner', secret: canary },
    });
    expect(sender.status).toBe(201);
    const document = {
      syncline: 1,
      name: 'Secretive',
      nodes: {
        hook: { type: 'webhook.trigger', connection: 'Sender', config: { key: ['id'] } },
        send: {
          type: 'http.send',
          connection: 'CRM',
          config: { method: 'POST', path: '/contacts', body: 'record' },
        },
      },
      edges: [['hook', 'send']],
    };
    const flow = (await call('POST', '/api/flows', { document })).body;
    expect(flow.bindings).toEqual({ Sender: sender.body.id, CRM: id });
    const hook = flow.endpoints.hook.slice(server.url.length);
    const post = (value: string) =>
      server.call('POST', hook, { id: 'r1', name: 'Ana' }, { 'x-partner': value });
    expect((await post(canary)).status).toBe(202);
    expect((await post('wrong')).status).toBe(401);
    const published = await call('POST', `/api/flows/${flow.id}/publish`, {});
    expect(published.body.state).toBe('live');
    expect((await post(canary)).status).toBe(202);
    expect((await post(`${canary}x`)).status).toBe(401);
    await call('POST', `/api/connections/${id}/check`);
    const run = await until(async () => (await call('GET', `/api/runs?flow=${flow.id}`)).body.items[0]);

    const texts: string[] = [];
    for (const path of [
      '/api/connections',
      `/api/connections/${id}`,
      `/api/connections/${id}/streams`,
      '/api/flows',
      `/api/flows/${flow.id}`,
      `/api/flows/${flow.id}/samples/hook`,
      `/api/flows/${flow.id}/versions`,
      `/api/flows/${flow.id}/export`,
      `/api/flows/${flow.id}/export?as=template`,
      `/api/runs/${run.id}`,
      `/api/runs/${run.id}/logs`,
      '/api/dead-letters',
      '/api/health',
      '/metrics',
    ])
      texts.push(JSON.stringify((await call('GET', path)).body));
    for (const text of [...texts, ...server.log]) expect(text).not.toContain(canary);
    expect(server.log.join('')).not.toContain(password);
    expect(server.log.join('')).not.toContain('Ana');
  });

  it('of the built-in database is not to be had, nor are its own tables offered', async () => {
    const { body } = await call('GET', '/api/connections/database');
    expect(body).toMatchObject({ builtIn: true, config: { url: true } });
    const key = await readFile(join(server.dataFolder, 'key'), 'utf8');
    expect(JSON.stringify((await call('GET', '/api/connections')).body)).not.toContain(key.trim());
    await call('POST', '/api/templates/table-to-table/use', {});
    const { items } = (await call('GET', '/api/connections/database/streams')).body;
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter(({ name }: { name: string }) => /syncline|pgboss/.test(name))).toEqual([]);
    const changed = { name: 'Mine', kind: 'postgres', config: { url: 'postgres://a:b@evil.example/x' } };
    expect((await call('PUT', '/api/connections/database', changed)).body.code).toBe('conflict.in-use');
    expect((await call('DELETE', '/api/connections/database')).body.code).toBe('conflict.in-use');
  });

  it('is sealed on disk', async () => {
    const files = await readdir(server.dataFolder);
    expect(files).toContain('key');
    await expect(call('GET', '/api/files/..%2Fkey')).resolves.toMatchObject({
      status: 400,
      body: { code: 'file.unsafe-path' },
    });
  });
});

describe('without a sign-in', () => {
  it('nothing is shown but health and the sign-in itself, and webhooks still work', async () => {
    for (const path of [
      '/api/flows',
      '/api/connections',
      '/api/files/x.csv',
      '/api/runs/1/events',
      '/demo/people',
    ])
      expect((await server.call('GET', path)).status).toBe(401);
    expect((await server.call('GET', '/api/session')).body).toEqual({ required: true, signedIn: false });
    const health = await server.call('GET', '/api/health');
    expect(health.body).toMatchObject({ ready: true, version: '' });
    expect((await server.call('POST', '/hooks/nobody-has-this', {})).body.code).toBe('webhook.unknown');
  });

  it('a connection is refused in the words of its own form', async () => {
    for (const [config, path] of [
      [{ url: 'mysql://x' }, 'body.config.url'],
      [{ url: 'postgres://u:p@h/db?sslrootcert=/etc/passwd' }, 'body.config.url'],
      [{ host: '/var/run/postgresql', user: 'u', database: 'd' }, 'body.config.host'],
    ] as const) {
      const reply = await call('POST', '/api/connections', { name: 'x', kind: 'postgres', config });
      expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid', path } });
    }
    expect(
      (await call('POST', '/api/connections', { name: 'x', kind: 'nothing', config: {} })).body.path,
    ).toBe('body.kind');
  });
});
