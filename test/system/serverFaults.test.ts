import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, until } from './testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

/** Process id of the embedded PostgreSQL: the one this process has started. */
function postmasterPid(): number {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  const found = children.split('\n').find((line) => line.includes('bin/postgres -D'));
  return Number(found?.trim().split(' ')[0]);
}

describe('files', () => {
  const put = (name: string, body: string, type = 'text/csv') =>
    fetch(`${server.url}/api/files/${name}`, { method: 'PUT', body, headers: { 'content-type': type } });

  it('go up and come down as they are, never as a page', async () => {
    const page = '<script>alert(1)</script>';
    expect((await put('page.html', page, 'text/html')).status).toBe(201);
    const reply = await fetch(`${server.url}/api/files/page.html`);
    expect(await reply.text()).toBe(page);
    expect(reply.headers.get('content-type')).toBe('application/octet-stream');
    expect(reply.headers.get('content-disposition')).toContain('attachment');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await put('data.json', '{"not":"parsed', 'application/json')).status).toBe(201);
    expect((await put('empty.csv', '')).status).toBe(201);
    expect((await (await fetch(`${server.url}/api/files/empty.csv`)).text()).length).toBe(0);
  });

  it.each(['..%2Fkey', '%2e%2e%2fkey', '..%5Ckey', '%2Fetc%2Fpasswd', '.hidden', 'a%00b', 'con.txt'])(
    'are not reached as %s',
    async (name) => {
      const up = await put(name, 'x');
      expect([400, 404]).toContain(up.status);
      const down = await fetch(`${server.url}/api/files/${name}`);
      expect([400, 404]).toContain(down.status);
      expect(await down.text()).not.toContain('root:');
    },
  );

  it('are not taken as a form, which would bring a path of its own', async () => {
    const reply = await put('x.csv', '{"filepath":"/etc/passwd"}', 'multipart/form-data; boundary=x');
    expect(reply.status).toBe(415);
  });
});

describe('hostile bodies', () => {
  const document = { syncline: 1, name: 'x', nodes: {}, edges: [] };
  it.each([
    ['a document of another kind', { document: { ...document, syncline: 2 } }, 'body.document.syncline'],
    ['an unknown key', { document: { ...document, owner: 1 } }, 'body.document'],
    [
      'a reserved name',
      { document: { ...document, nodes: { constructor: { type: 'map' } } } },
      'body.document.nodes.constructor',
    ],
    [
      'an edge to nowhere in particular',
      { document: { ...document, edges: [['a']] } },
      'body.document.edges.0',
    ],
    ['a binding to nothing', { document, bindings: { a: 'nobody' } }, 'body.bindings.a'],
  ])('%s is refused by its place', async (_what, body, path) => {
    const reply = await server.call('POST', '/api/flows', body);
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid', path } });
  });

  it('with a prototype in them change nothing', async () => {
    const reply = await server.call(
      'POST',
      '/api/flows',
      '{"document":{"syncline":1,"name":"p","nodes":{"__proto__":{"type":"map"}},"edges":[]},"__proto__":{"polluted":1}}',
    );
    expect([201, 400]).toContain(reply.status);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('nested a hundred thousand deep do not end the process', async () => {
    const deep = `{"document":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await server.call('POST', '/api/flows', deep)).status).toBe(400);
    expect((await server.call('GET', '/api/health')).status).toBe(200);
  });
});

describe('when the embedded database crashes', () => {
  it('webhooks are refused instead of lost, health says so, and it comes back by itself', async () => {
    const flow = (await server.call('POST', '/api/templates/web-form-to-postgres/use', {})).body;
    await server.call('POST', `/api/flows/${flow.id}/publish`, {});
    const hook = flow.endpoints.form.slice(server.url.length);
    const post = (n: number) =>
      server.call('POST', hook, { id: `c${n}`, email: `c${n}@example.test`, call: 'no' });
    expect((await post(0)).status).toBe(202);

    process.kill(postmasterPid(), 'SIGKILL');
    let accepted = 1;
    let refused = 0;
    for (let n = 1; n < 400; n += 1) {
      const { status, headers } = await post(n);
      expect([202, 503]).toContain(status);
      if (status === 202) accepted += 1;
      else {
        refused += 1;
        expect(headers.get('retry-after')).toBeTruthy();
      }
      if (accepted > 5 && refused > 0) break;
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(refused).toBeGreaterThan(0);
    expect(accepted).toBeGreaterThan(5);
    await until(async () => (await server.call('GET', '/api/health')).body.ready);
    // Every post that was acknowledged arrives, and nothing else.
    const run = await until(async () => {
      const { items } = (await server.call('GET', `/api/runs?flow=${flow.id}`)).body;
      const written = items.reduce(
        (sum: number, item: { totals: { written: number } }) => sum + item.totals.written,
        0,
      );
      return written >= accepted && { written };
    }, 60_000);
    expect(run.written).toBe(accepted);
  });
});

describe('stopping', () => {
  it('closes the port, and a second start finds a port that is taken', async () => {
    const other = await startTestServer();
    const port = new URL(other.url).port;
    await expect(startTestServer({ PORT: port })).rejects.toThrow(`PORT ${port} is taken`);
    await other.close();
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
    await other.remove();
  });
});

afterAll(() => {
  // Of the start that was refused.
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith('syncline-test-') && readdirSync(join(tmpdir(), name)).length === 0)
      rmSync(join(tmpdir(), name), { recursive: true });
});
