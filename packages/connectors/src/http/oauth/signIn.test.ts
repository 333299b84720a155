import type { ServerResponse } from 'node:http';
import type { ConnectorContext, WriteRecord } from '@syncline/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, makeContext, type Received, sendJson } from '../../egress/testing/apiServer.ts';
import { httpConnector } from '../http.ts';
import { httpDestination } from '../httpDestination.ts';
import { httpSource } from '../httpSource.ts';
import { quotaUsage } from '../quota/requestInTurn.ts';
import { scheduleConfigSchema } from '../scheduleNode.ts';
import { sendConfigSchema } from '../sendNode.ts';

const secret = 'cl1ent-s3cret';
let apps = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

type Answer = (request: Received, response: ServerResponse) => void;

/** A vendor: one server gives out tokens, the other takes those that are good, and nothing else. */
async function startVendor() {
  apps += 1;
  const clientId = `app-${apps}`;
  const good = new Set<string>();
  let given = 0;
  const grant = (response: ServerResponse, more: Record<string, unknown> = { expires_in: 3600 }) => {
    given += 1;
    const token = `t0ken-${apps}-${given}`;
    good.add(token);
    sendJson(response, 200, { access_token: token, token_type: 'Bearer', ...more });
  };
  const vendor = {
    grant,
    /** What is answered instead of a token. */
    answer: ((_, response) => grant(response)) as Answer,
    /** What is answered to who may come in. */
    work: ((_, response) => sendJson(response, 200, {})) as Answer,
    revoke: () => good.clear(),
  };
  const id = await api((request, response) => vendor.answer(request, response));
  const server = await api((request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (good.has(token)) vendor.work(request, response);
    else sendJson(response, 401, { message: `${token} is not valid, and neither is ${secret}` });
  });
  const connection = {
    ...{ baseUrl: server.url, auth: 'oauth', tokenUrl: `${id.url}/token?tenant=7` },
    ...{ clientId, clientSecret: secret },
  };
  return Object.assign(vendor, { id, server, connection });
}

const records = (count: number): WriteRecord[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ key: `k${n}`, op: 'upsert', record: { id: `k${n}` }, idempotencyKey: `i${n}`, remoteId: null },
  }));

/** Posts, of which each could be doubled. */
const write = (context: ConnectorContext, count = 1) =>
  httpDestination.write(context, {
    config: { ...sendConfigSchema.parse({ path: '/people', concurrency: 8 }) },
    batch: records(count),
    ...{ attemptId: 'a', destinationId: 'd', runId: 'r' },
  });

const statuses = (outcomes: { status: string }[]) => [...new Set(outcomes.map(({ status }) => status))];

async function thrownBy(work: Promise<unknown>): Promise<Error> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error('nothing was thrown');
  return thrown;
}

const expectNoSecret = (...said: unknown[]) => {
  const text = said
    .map((one) =>
      one instanceof Error ? `${one.message} ${one.stack} ${String(one.cause)}` : JSON.stringify(one),
    )
    .join();
  expect(text).not.toMatch(/s3cret|t0ken/);
  expect(text).not.toContain(Buffer.from(`app-${apps}:${secret}`).toString('base64'));
};

describe('a call by an app of ours', () => {
  it('carries a token that was fetched with the id and secret of the app', async () => {
    const vendor = await startVendor();
    const context = makeContext({ ...vendor.connection, scope: 'people.read people.write' });
    expect(await write(context)).toMatchObject([{ status: 'ok' }]);
    const [asked] = vendor.id.received;
    expect(asked).toMatchObject({ method: 'POST', url: '/token?tenant=7' });
    expect(asked?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(asked?.body).toBe('grant_type=client_credentials&scope=people.read+people.write');
    const [way, pair] = asked?.headers.authorization?.split(' ') ?? [];
    expect([way, Buffer.from(pair ?? '', 'base64').toString()]).toEqual(['Basic', `app-${apps}:${secret}`]);
    expect(vendor.server.received[0]?.headers.authorization).toMatch(/^Bearer t0ken-/);
    expectNoSecret(context.logged);
  });

  it('can name the app in the body instead, and its token wins over a header of that name', async () => {
    const vendor = await startVendor();
    const headers = { AUTHORIZATION: 'mine', 'x-own': '1' };
    await write(makeContext({ ...vendor.connection, clientSecret: 'a b+c', clientAuth: 'body', headers }));
    const [asked] = vendor.id.received;
    expect(asked?.headers.authorization).toBeUndefined();
    expect(asked?.headers['x-own']).toBeUndefined();
    expect(asked?.body).toBe(`grant_type=client_credentials&client_id=app-${apps}&client_secret=a+b%2Bc`);
    expect(vendor.server.received[0]?.headers).toMatchObject({ 'x-own': '1' });
    expect(vendor.server.received[0]?.headers.authorization).toMatch(/^Bearer t0ken-/);
  });

  it('has its token in every kind of work', async () => {
    const vendor = await startVendor();
    vendor.work = ({ method, url }, response) =>
      sendJson(response, 200, method === 'POST' ? { id: 1 } : url === '/people/1' ? { id: 1 } : [{ id: 1 }]);
    const context = makeContext(vendor.connection);
    const saved = scheduleConfigSchema.parse({ key: ['id'], path: '/people', itemPath: '/people/{{key}}' });
    const reading = {
      config: { ...saved },
      window: null,
      token: null,
      pageRecords: 500,
      pageBytes: 1_000_000,
    };
    for await (const page of httpSource.read(context, reading)) expect(page.changes).toHaveLength(1);
    expect((await httpSource.fetch?.(context, { ...saved }, ['1']))?.changes).toHaveLength(1);
    const matching = { match: 'search', matchPath: '/people?id={{id}}', updatePath: '/people/{{$id}}' };
    const config = {
      ...sendConfigSchema.parse({ path: '/people', idPath: 'id', matchId: 'id', ...matching }),
    };
    expect(await httpDestination.match?.(context, { config, batch: records(1) })).toMatchObject([
      { found: 'one', remoteId: '1' },
    ]);
    expect(await write(context)).toMatchObject([{ status: 'ok' }]);
    expect(await httpConnector.check?.(context)).toMatchObject({ ok: true });
    expect(vendor.server.received).toHaveLength(5);
    expect(vendor.id.received).toHaveLength(1);
  });

  it('costs the API no call for its token', async () => {
    const vendor = await startVendor();
    const before = quotaUsage().calls.live;
    const context = makeContext({ ...vendor.connection, limitCalls: 1, limitPer: 'hour' });
    expect(await write(context)).toMatchObject([{ status: 'ok' }]);
    expect(quotaUsage().calls.live - before).toBe(1);
  });

  it('shares its token with another connection of the same app, but not with one of another scope', async () => {
    const vendor = await startVendor();
    await write(makeContext(vendor.connection));
    await write(makeContext({ ...vendor.connection, checkPath: '/me' }));
    expect(vendor.id.received).toHaveLength(1);
    await write(makeContext({ ...vendor.connection, scope: 'people.read' }));
    expect(vendor.id.received).toHaveLength(2);
  });
});

describe('a token that ends', () => {
  it('is renewed by one call for eight that meet its end at once, and each record is sent once', async () => {
    const vendor = await startVendor();
    const context = makeContext(vendor.connection);
    const taken: string[] = [];
    vendor.work = ({ body }, response) => {
      taken.push(body);
      sendJson(response, 201, {});
    };
    await write(context);
    taken.length = 0;
    vendor.revoke();
    expect(statuses(await write(context, 8))).toEqual(['ok']);
    expect(vendor.id.received).toHaveLength(2);
    expect(taken.toSorted()).toEqual(records(8).map(({ record }) => JSON.stringify(record)));
    expect(vendor.server.received).toHaveLength(1 + 8 + 8);
  });

  it('is renewed in time where its end is known, so that nothing is refused', async () => {
    const vendor = await startVendor();
    const context = makeContext(vendor.connection);
    await write(context);
    vi.advanceTimersByTime(3_539_000);
    await write(context);
    expect(vendor.id.received).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(statuses(await write(context, 8))).toEqual(['ok']);
    expect(vendor.id.received).toHaveLength(2);
    expect(vendor.server.received).toHaveLength(10);
  });

  it('is not to blame when the new one is refused too: the flow stops, and no secret is told', async () => {
    const vendor = await startVendor();
    vendor.answer = (_, response) => {
      vendor.grant(response);
      vendor.revoke();
    };
    const context = makeContext(vendor.connection);
    const thrown = await thrownBy(write(context, 3));
    expect(thrown).toMatchObject({ verdict: 'pause', pause: 'auth', code: 'destination.auth' });
    expect(thrown.message).toContain('••• is not valid, and neither is •••');
    const read = httpSource.read(context, {
      config: { ...scheduleConfigSchema.parse({ key: ['id'], path: '/people' }) },
      ...{ window: null, token: null, pageRecords: 500, pageBytes: 1_000_000 },
    });
    const refused = await thrownBy((async () => read[Symbol.asyncIterator]().next())());
    expect(refused).toMatchObject({ pause: 'auth', code: 'source.auth' });
    const { length } = vendor.server.received;
    const checked = await httpConnector.check?.(context);
    expect(vendor.server.received).toHaveLength(length + 2);
    expect(checked).toMatchObject({
      ok: false,
      summary: expect.stringContaining(' answered 401'),
      problem: { title: 'The API refuses an access token it should take' },
    });
    expectNoSecret(thrown, refused, checked, context.logged);
  });

  it('is left alone when another host, where a redirect led, refused', async () => {
    const vendor = await startVendor();
    const other = await api((_, response) => sendJson(response, 401, { message: 'who are you?' }));
    vendor.work = (_, response) => response.writeHead(302, { location: `${other.url}/x` }).end();
    expect(await httpConnector.check?.(makeContext(vendor.connection))).toMatchObject({ ok: false });
    expect(vendor.id.received).toHaveLength(1);
    expect(other.received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

describe('a token address', () => {
  it.each([
    [401, { error: 'invalid_client', error_description: `the secret ${secret} is wrong` }],
    [400, { error: 'invalid_client' }],
    [400, { error: 'invalid_grant' }],
    [400, { error: 'unauthorized_client' }],
    [403, { message: 'blocked' }],
    [200, { error: 'invalid_client' }],
  ])('that refuses the app with %s %j stops the flow as a refused key does', async (status, body) => {
    const vendor = await startVendor();
    vendor.answer = (_, response) => sendJson(response, status, body);
    const context = makeContext(vendor.connection);
    const thrown = await thrownBy(write(context, 3));
    expect(thrown).toMatchObject({ verdict: 'pause', pause: 'auth', code: 'destination.auth' });
    expect(thrown.message).toContain(
      `the token address ${new URL(vendor.id.url).host}/token answered ${status}`,
    );
    const checked = await httpConnector.check?.(context);
    expect(checked).toMatchObject({ problem: { title: 'The token address refused the app' } });
    expect(vendor.server.received).toEqual([]);
    expectNoSecret(thrown, checked, context.logged);
  });

  it('that has an error is asked again, and then all goes on', async () => {
    const vendor = await startVendor();
    const context = makeContext(vendor.connection);
    const { answer } = vendor;
    vendor.answer = (_, response) => sendJson(response, 500, { message: 'down' });
    await expect(write(context, 8)).rejects.toMatchObject({
      ...{ verdict: 'retry', code: 'destination.unreachable' },
      message: expect.stringContaining('/token answered 500: down'),
    });
    vendor.answer = answer;
    expect(statuses(await write(context, 8))).toEqual(['ok']);
    expect(vendor.server.received).toHaveLength(8);
  });

  it('that limits calls is left alone for as long as it says', async () => {
    const vendor = await startVendor();
    const context = makeContext(vendor.connection);
    const { answer } = vendor;
    vendor.answer = (_, response) => sendJson(response, 429, {}, { 'retry-after': '30' });
    const limited = { verdict: 'retry', rateLimited: true, code: 'destination.rate-limited' };
    await expect(write(context)).rejects.toMatchObject({ ...limited, afterMs: 30_000 });
    vi.advanceTimersByTime(20_000);
    await expect(write(context)).rejects.toMatchObject({ ...limited, afterMs: 10_000 });
    expect(await httpConnector.check?.(context)).toMatchObject({
      problem: { title: 'The token address limits requests just now' },
    });
    expect(vendor.id.received).toHaveLength(1);
    vendor.answer = answer;
    vi.advanceTimersByTime(10_000);
    expect(await write(context)).toMatchObject([{ status: 'ok' }]);
  });

  it.each([
    ['an HTML page', 'text/html', '<html>Sign in</html>', 'with an HTML page instead of an access token'],
    ['no token', 'application/json', '{"token":"t0ken-x"}', 'answered 200 without access_token'],
    ['half a token', 'application/json', '{"access_token":"t0ken', 'with something unreadable'],
    ['a token of two lines', 'application/json', '{"access_token":"t0ken\\nx"}', 'that is no plain text'],
    ['nothing', 'application/json', '', 'answered 200 without access_token'],
  ])('that answers with %s is named', async (_, type, text, says) => {
    const vendor = await startVendor();
    vendor.answer = (_request, response) => response.writeHead(200, { 'content-type': type }).end(text);
    const context = makeContext(vendor.connection);
    const thrown = await thrownBy(write(context));
    expect(thrown).toMatchObject({ verdict: 'retry', code: 'destination.bad-answer' });
    expect(thrown.message).toContain(`the token address ${new URL(vendor.id.url).host}/token`);
    expect(thrown.message).toContain(says);
    const checked = await httpConnector.check?.(context);
    expect(checked).toMatchObject({ problem: { title: 'The token address gave no access token' } });
    expectNoSecret(thrown, checked, context.logged);
  });

  it('that refuses the request names the field to correct', async () => {
    const vendor = await startVendor();
    const context = makeContext({ ...vendor.connection, scope: 'all' });
    for (const [status, error, path] of [
      [400, 'invalid_scope', 'scope'],
      [400, 'unsupported_grant_type', 'tokenUrl'],
      [404, '', 'tokenUrl'],
      [302, '', 'tokenUrl'],
    ] as const) {
      vendor.answer = (_, response) => sendJson(response, status, { error }, { location: '/elsewhere' });
      await expect(write(context)).rejects.toMatchObject({
        pause: 'config',
        code: 'connection.config',
        path,
      });
      expect(await httpConnector.check?.(context)).toMatchObject({ ok: false });
    }
  });

  it('that is away is tried again, and told from an API that is away', async () => {
    const vendor = await startVendor();
    await vendor.id.stop();
    const context = makeContext(vendor.connection);
    await expect(write(context)).rejects.toMatchObject({
      ...{ verdict: 'retry', code: 'destination.unreachable' },
      message: expect.stringMatching(/^the token address .* refused the connection/),
    });
    expect(await httpConnector.check?.(context)).toMatchObject({
      problem: { title: 'The token address does not answer' },
    });
  });

  it('that is private is not called, whatever the API', async () => {
    const vendor = await startVendor();
    const { host } = new URL(vendor.server.url);
    const context = makeContext(vendor.connection, { egressAllow: [host] });
    const thrown = await thrownBy(write(context));
    expect(thrown).toMatchObject({
      verdict: 'pause',
      pause: 'config',
      code: 'egress.refused',
      path: 'tokenUrl',
    });
    expect(thrown.message).toContain('is not a public address');
    expect(await httpConnector.check?.(context)).toMatchObject({
      problem: { title: 'The token address may not be called' },
    });
    expect([...vendor.id.received, ...vendor.server.received]).toEqual([]);
  });

  it('hands the secret to no other host by a redirect', async () => {
    const vendor = await startVendor();
    const other = await api((_, response) => sendJson(response, 200, { access_token: 'x' }));
    vendor.answer = (_, response) => response.writeHead(307, { location: `${other.url}/token` }).end();
    for (const clientAuth of ['basic', 'body']) {
      const thrown = await thrownBy(write(makeContext({ ...vendor.connection, clientAuth })));
      expect(thrown).toMatchObject({ code: 'egress.refused' });
      expectNoSecret(thrown);
    }
    expect(other.received).toEqual([]);
  });

  it('keeps nobody who gives up, and those who wait on get their token; what was not sent is known not to be', async () => {
    const vendor = await startVendor();
    const stop = new AbortController();
    let release = () => {};
    const held = new Promise<void>((done) => {
      vendor.answer = (_, response) => {
        release = () => vendor.grant(response);
        done();
      };
    });
    const given = write(makeContext(vendor.connection, { signal: stop.signal }));
    const other = write(makeContext(vendor.connection));
    await held;
    stop.abort(new Error('the run was cancelled'));
    await expect(given).rejects.toMatchObject({ verdict: 'retry', code: 'destination.unreachable' });
    release();
    expect(await other).toMatchObject([{ status: 'ok' }]);
    expect(vendor.id.received).toHaveLength(1);
  });
});
