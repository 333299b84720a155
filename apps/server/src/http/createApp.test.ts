import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Route } from '@syncline/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardRequests } from '../security/requestGuard.ts';
import { createSessions } from '../security/session.ts';
import { contract, type Handlers } from './bindRoute.ts';
import { createApp } from './createApp.ts';
import { ApiError } from './problem.ts';
import { securityHeaders } from './securityHeaders.ts';

const password = 'a long owner password';
const folder = mkdtempSync(join(tmpdir(), 'app-'));
const failures: unknown[] = [];
const audited: string[] = [];
let clock = Date.now();
let base: string;
let host: string;
let close: () => void;

beforeAll(async () => {
  const editor = join(folder, 'dist');
  mkdirSync(join(editor, 'assets'), { recursive: true });
  writeFileSync(join(editor, 'index.html'), '<!doctype html><title>Syncline</title>');
  writeFileSync(join(editor, 'assets', 'index-AbC123.js'), 'export {};');
  writeFileSync(join(editor, 'assets', 'index-AbC123.js.map'), '{}');
  writeFileSync(join(editor, '.built'), 'mark');
  writeFileSync(join(folder, 'secret.txt'), 'canary');
  const sessions = createSessions(password, 'k'.repeat(32), false, () => clock);
  const refuse = async () => {
    throw new ApiError('not-found');
  };
  // Every route answers; a few do more than that.
  const special: Partial<Handlers> = {
    getSession: async ({ request }) => ({ required: true, signedIn: sessions.signedIn(request) }),
    signIn: async ({ body, request, response }) => {
      sessions.signIn(request, response, body.password);
      return { required: true, signedIn: true };
    },
    signOut: async ({ request, response }) => {
      sessions.signOut(request, response);
      return { signedIn: false };
    },
    listFlows: async () => {
      throw new Error('connect to postgres://user:canary@db failed at line 12');
    },
    deleteFlow: async () => ({ deleted: true }),
  };
  const others = Object.fromEntries(Object.keys(contract).map((id) => [id, refuse]));
  const handlers = { ...others, ...special } as Handlers;
  const app = createApp({
    handlers,
    bind: {
      authorise: (request, route) => {
        if (route.permission !== 'public' && !sessions.signedIn(request)) throw new ApiError('auth.required');
      },
      actorOf: () => 'owner',
      audit: async ({ action, target }) => {
        audited.push(`${action} ${target}`);
      },
    },
    first: [securityHeaders(false), guardRequests('127.0.0.1', 'https://sync.example.test')],
    beforeApi: [(_request, _response, next) => next()],
    metrics: (_request, response) => void response.send('metrics'),
    demo: [(_request, response) => void response.send('demo')],
    editorFolder: editor,
    failureLog: (failure) => failures.push(failure),
    version: '1.2.3',
  });
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  host = `127.0.0.1:${port}`;
  base = `http://${host}`;
  close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterAll(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(given = password): Promise<Response> {
  return fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: given }),
  });
}

async function newCookie(): Promise<string> {
  return ((await signIn()).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

// Checking a password is slow on purpose; one session does for all who only need to be signed in.
let session: Promise<string> | undefined;
const cookie = (): Promise<string> => {
  session ??= newCookie();
  return session;
};

const addressOf = (route: Route): string => base + route.path.replaceAll(/\{\w+\}/g, 'x');
const routes = Object.values(contract) as Route[];
const closed = routes.filter(({ permission }) => permission !== 'public');
const changing = routes.filter(({ method }) => method !== 'GET');

/** `fetch` may not set Host, so this goes below it. */
function send(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(base + path, { method, headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    sending.on('error', reject).end();
  });
}

describe('every route of the contract', () => {
  it.each(closed.map((route) => [route.method, route.path, route] as const))(
    '%s %s wants a sign-in',
    async (method, _path, route) => {
      const reply = await fetch(addressOf(route), { method });
      expect(reply.status).toBe(401);
      expect(await reply.json()).toMatchObject({ code: 'auth.required', status: 401 });
    },
  );

  it.each(changing.map((route) => [route.method, route.path, route] as const))(
    '%s %s refuses another site, cookie or not',
    async (method, _path, route) => {
      const headers = { cookie: await cookie(), origin: 'https://evil.example' };
      const reply = await fetch(addressOf(route), { method, headers });
      expect(reply.status).toBe(403);
      expect(await reply.json()).toMatchObject({ code: 'request.foreign-origin' });
      const silent = await fetch(addressOf(route), { method, headers: { 'sec-fetch-site': 'cross-site' } });
      expect(silent.status).toBe(403);
    },
  );

  it.each(
    changing
      .filter((route) => !route.body.safeParse(undefined).success && route.id !== 'importTemplate')
      .map((route) => [route.method, route.path, route] as const),
  )('%s %s refuses a body with a key it does not know', async (method, _path, route) => {
    const reply = await fetch(addressOf(route), {
      method,
      headers: { cookie: await cookie(), 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'admin', ownerId: 1 }),
    });
    expect(reply.status).toBe(400);
    const problem: { issues?: unknown } = JSON.parse(await reply.text());
    expect(problem).toMatchObject({ code: 'request.invalid' });
    expect(JSON.stringify(problem.issues)).toMatch(/role|ownerId/);
  });
});

describe('hostile requests', () => {
  const json = { 'content-type': 'application/json' };
  it.each([
    ['text that is not JSON', 'POST', '/api/flows', json, '{"document":', 400, 'request.not-json'],
    ['a bare JSON word', 'POST', '/api/flows', json, '"x"', 400, 'request.not-json'],
    [
      'another content type',
      'POST',
      '/api/flows',
      { 'content-type': 'text/plain' },
      '{}',
      415,
      'request.media-type',
    ],
    ['no content type', 'POST', '/api/flows', { 'content-type': '' }, '{}', 415, 'request.media-type'],
    [
      'an unknown charset',
      'POST',
      '/api/flows',
      { 'content-type': 'application/json; charset=x' },
      '{}',
      415,
      'request.media-type',
    ],
    [
      'an unknown encoding',
      'POST',
      '/api/flows',
      { ...json, 'content-encoding': 'x' },
      '{}',
      415,
      'request.media-type',
    ],
    [
      'a body that is too large',
      'POST',
      '/api/flows',
      json,
      `"${'x'.repeat(13_000_000)}"`,
      413,
      'request.too-large',
    ],
    ['an unknown route', 'GET', '/api/nothing', {}, undefined, 404, 'route.unknown'],
    ['a wrong method', 'PUT', '/api/flows', json, '{}', 405, 'route.method'],
    ['a method nobody has', 'PATCH', '/api/flows/x', json, '{}', 405, 'route.method'],
    ['a broken percent escape', 'GET', '/api/flows/%zz', {}, undefined, 400, 'request.invalid'],
    ['a page that is too long', 'GET', '/api/runs?limit=1e9', {}, undefined, 400, 'request.invalid'],
    ['a negative page', 'GET', '/api/runs?limit=-1', {}, undefined, 400, 'request.invalid'],
    ['a parameter given twice', 'GET', '/api/runs?flow=a&flow=b', {}, undefined, 400, 'request.invalid'],
    ['an id that is too long', 'GET', `/api/flows/${'x'.repeat(200)}`, {}, undefined, 400, 'request.invalid'],
  ])('%s is answered with its code', async (_what, method, path, headers, body, status, code) => {
    const reply = await fetch(base + path, {
      method,
      headers: { cookie: await cookie(), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(await reply.json()).toMatchObject({ code, status });
  });

  it('are not helped by __proto__ in a body', async () => {
    const reply = await fetch(`${base}/api/flows`, {
      method: 'POST',
      headers: { ...json, cookie: await cookie() },
      body: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    });
    expect(reply.status).toBe(400);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('do not end the process with a header named __proto__ or too many headers', async () => {
    for (const headers of [
      '__proto__: x\r\nconstructor: y\r\n',
      `${Array.from({ length: 300 }, (_, n) => `x-${n}: ${n}`).join('\r\n')}\r\n`,
      `x-big: ${'x'.repeat(64_000)}\r\n`,
    ]) {
      const socket = connect(Number(host.split(':')[1]), '127.0.0.1');
      socket.write(`GET /api/session HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n\r\n`);
      const answer = await new Promise<string>((done) => socket.once('data', (data) => done(String(data))));
      expect(answer).toMatch(/^HTTP\/1\.1 (200|431)/);
    }
    expect((await fetch(`${base}/api/session`)).status).toBe(200);
  });

  it('are refused when they name another host, as after DNS rebinding', async () => {
    expect(await send('/api/session', { host: 'evil.example' })).toBe(421);
    expect(await send('/', { host: 'evil.example' })).toBe(421);
    expect(await send('/api/session', { host: 'localhost:1234' })).toBe(200);
    expect(await send('/api/session', { host: 'sync.example.test' })).toBe(200);
  });

  it('get an id and never the cause of an internal error', async () => {
    const reply = await fetch(`${base}/api/flows`, { headers: { cookie: await cookie() } });
    const text = await reply.text();
    expect(reply.status).toBe(500);
    expect(text).not.toMatch(/canary|postgres|at .*\.ts|line 12/);
    const { id } = JSON.parse(text);
    expect(failures.at(-1)).toMatchObject({ id, cause: expect.any(Error) });
  });
});

describe('sign-in', () => {
  it('sets a cookie scripts and other sites have no use of', async () => {
    const header = (await signIn()).headers.get('set-cookie') ?? '';
    expect(header).toMatch(/HttpOnly/);
    expect(header).toMatch(/SameSite=Lax/);
  });

  it('ends with sign-out, also for a copy of the cookie', async () => {
    const kept = await newCookie();
    const signedIn = async () =>
      JSON.parse(await (await fetch(`${base}/api/session`, { headers: { cookie: kept } })).text()).signedIn;
    expect(await signedIn()).toBe(true);
    await fetch(`${base}/api/session`, { method: 'DELETE', headers: { cookie: kept } });
    expect(await signedIn()).toBe(false);
  });

  it('ends after twelve hours, and with any change to the cookie', async () => {
    const kept = await newCookie();
    const status = async (value: string) =>
      (await fetch(`${base}/api/connections`, { headers: { cookie: value } })).status;
    expect(await status(kept)).toBe(404);
    expect(await status(`${kept.slice(0, -2)}xx`)).toBe(401);
    expect(await status(kept.replace(/=\d+/, '=9999999999999'))).toBe(401);
    expect(await status('syncline_session=..')).toBe(401);
    expect(await status('syncline_session=%zz')).toBe(401);
    clock += 12 * 60 * 60 * 1000 + 1;
    expect(await status(kept)).toBe(401);
  });

  it('slows down whoever tries passwords', async () => {
    clock += 120_000;
    const statuses: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) statuses.push((await signIn('wrong password')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await signIn()).status).toBe(429);
    clock += 61_000;
    expect((await signIn()).status).toBe(200);
  });

  it('is written to the audit log with who it was for', async () => {
    const headers = { cookie: await newCookie() };
    await fetch(`${base}/api/flows/f1`, { method: 'DELETE', headers });
    expect(audited.at(-1)).toBe('flow.delete f1');
  });
});

describe('the editor', () => {
  it('is served at its own addresses with a strict content policy', async () => {
    for (const path of ['/', '/flows/abc', '/runs/12?tab=log']) {
      const reply = await fetch(base + path);
      expect(await reply.text()).toContain('<title>Syncline</title>');
      const policy = reply.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('x-powered-by')).toBeNull();
    }
  });

  it('lets browsers keep files with a hash in their name for good', async () => {
    const reply = await fetch(`${base}/assets/index-AbC123.js`);
    expect(reply.headers.get('cache-control')).toContain('immutable');
  });

  it.each([
    '/assets/index-AbC123.js.map',
    '/.built',
    '/.env',
    '/.git/config',
    '/assets/missing.js',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%255csecret.txt',
    '/%00',
    '/assets%2f..%2f..%2fsecret.txt',
  ])('has nothing at %s', async (path) => {
    expect(await send(path, { host })).toBe(404);
  });

  it('takes no post', async () => {
    expect((await fetch(`${base}/flows`, { method: 'POST' })).status).toBe(405);
  });
});

it('gives out its contract with every route', async () => {
  const contractText = JSON.parse(await (await fetch(`${base}/api/openapi.json`)).text());
  expect(contractText.openapi).toBe('3.1.0');
  expect(contractText.info.version).toBe('1.2.3');
  const operations = Object.values<Record<string, { operationId: string }>>(contractText.paths).flatMap(
    (path) => Object.values(path).map(({ operationId }) => operationId),
  );
  expect(operations.sort()).toEqual(Object.keys(contract).sort());
});
