import type { WriteRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type ApiServer, api, makeContext, sendJson } from '../egress/testing/apiServer.ts';
import { httpDestination } from './httpDestination.ts';
import { sendConfigSchema, sendNode } from './sendNode.ts';

const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  api((_, response) => sendJson(response, status, body, headers));

const config = {
  path: '/contacts',
  updatePath: '/contacts/{{$id}}',
  idPath: 'id',
  match: 'search',
  matchPath: '/contacts?email={{email}}',
  matchItems: 'data',
  matchId: 'id',
};

const record = (email: string | null, more: Partial<WriteRecord> = {}): WriteRecord => ({
  key: `key of ${email}`,
  op: 'upsert',
  record: { email },
  idempotencyKey: 'idem',
  remoteId: null,
  ...more,
});

const match = async (
  server: ApiServer,
  batch: WriteRecord[] = [record('a@x')],
  more: Record<string, unknown> = {},
) =>
  httpDestination.match?.(makeContext({ baseUrl: server.url }), {
    config: { ...sendConfigSchema.parse({ ...config, ...more }) },
    batch,
  });

describe('a search for a record', () => {
  it('finds none, one or several, by the ids of the hits', async () => {
    const hits: Record<string, unknown[]> = {
      'b@x': [{ id: 7 }],
      'c@x': [{ id: 'u' }, { id: 'v' }, { id: 'w' }],
      'd@x': [{ id: '9' }, { id: 9 }],
    };
    const server = await api(({ url }, response) => {
      const email = new URL(url, 'http://api.test').searchParams.get('email') ?? '';
      sendJson(response, 200, { data: hits[email] ?? [] });
    });
    expect(
      await match(
        server,
        ['a@x', 'b@x', 'c@x', 'd@x'].map((email) => record(email)),
      ),
    ).toEqual([
      { found: 'none' },
      { found: 'one', remoteId: '7' },
      { found: 'several', count: 3 },
      { found: 'one', remoteId: '9' },
    ]);
    expect(new Set(server.received.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it('encodes what a record holds, and signs in as a write does', async () => {
    const server = await answering(200, []);
    await match(server, [record('a&b=c/?#@x y')], { matchItems: '', headers: { 'x-own': '1' } });
    expect(server.received[0]?.url).toBe('/contacts?email=a%26b%3Dc%2F%3F%23%40x%20y');
    expect(server.received[0]?.headers['x-own']).toBe('1');
  });

  it.each([
    ['404', 404, { message: 'no such contact' }],
    ['410', 410, {}],
    ['204', 204, ''],
    ['an empty list', 200, { data: [] }],
    ['an empty list as Go writes it', 200, { data: null }],
  ])('takes %s for "not there"', async (_, status, body) => {
    expect(await match(await answering(status, body))).toEqual([{ found: 'none' }]);
  });

  it.each([
    ['no list where it should be', 200, { items: [] }, 'destination.bad-answer'],
    ['an object in place of the list', 200, { data: {} }, 'destination.bad-answer'],
    ['a hit without id', 200, { data: [{ name: 'x' }] }, 'destination.bad-answer'],
    ['a part of the hits', 206, { data: [] }, 'destination.bad-answer'],
    ['half of an answer', 200, '{"data":[', 'destination.unreachable'],
    ['an empty body', 200, '', 'destination.bad-answer'],
    ['a failing server', 503, {}, 'destination.server'],
    ['a gateway that gave up', 504, {}, 'destination.server'],
  ])('asks again after %s', async (_, status, body, code) => {
    expect(await match(await answering(status, body))).toMatchObject([{ status: 'retry', code }]);
  });

  it('asks again after a page of HTML, and takes a page that says 404 for a wrong address', async () => {
    const page = (status: number) =>
      api((_, response) =>
        response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><p>Hello'),
      );
    expect(await match(await page(200))).toMatchObject([{ status: 'retry', code: 'destination.bad-answer' }]);
    await expect(match(await page(404))).rejects.toMatchObject({ verdict: 'pause', pause: 'config' });
  });

  it('ends for a record that the API will not search for, whatever the status says', async () => {
    const refused = await answering(422, {
      message: 'email is odd',
      errors: [{ field: 'email', message: 'is odd' }],
    });
    expect(await match(refused)).toMatchObject([{ status: 'reject', fields: ['email'] }]);
    const stated = await answering(200, { data: [], errors: ['quota of searches'] });
    expect(await match(stated)).toMatchObject([{ status: 'reject', code: 'destination.rejected' }]);
  });

  it('never runs with an empty value, which could find anybody', async () => {
    const server = await answering(200, { data: [] });
    const batch = [record(null), record(''), record('  '), record('a@x')];
    const outcomes = await match(server, batch);
    const refused = {
      status: 'reject',
      message: expect.stringContaining('email is empty'),
      fields: ['email'],
    };
    expect(outcomes).toMatchObject([refused, refused, refused, { found: 'none' }]);
    expect(server.received).toHaveLength(1);
  });

  it('by a value that two records share is made for one of them at a time', async () => {
    const server = await answering(200, { data: [] });
    expect(await match(server, [record('a@x'), record('a@x')])).toMatchObject([
      { found: 'none' },
      { status: 'retry' },
    ]);
    expect(server.received).toHaveLength(1);
  });

  it('pauses the flow when the API seems not to know its parameter', async () => {
    const server = await answering(200, { data: [{ id: 1 }] });
    await expect(match(server, [record('a@x'), record('b@x'), record('c@x')])).rejects.toMatchObject({
      verdict: 'pause',
      path: 'matchPath',
      message: expect.stringContaining('Does it know the parameter'),
    });
    expect(await match(server, [record('a@x'), record('A@x')])).toEqual([
      { found: 'one', remoteId: '1' },
      { found: 'one', remoteId: '1' },
    ]);
  });

  it('stops at a limit with what was found so far, and pauses without a right', async () => {
    let calls = 0;
    const limited = await api((_, response) => {
      calls += 1;
      if (calls > 2) sendJson(response, 429, {}, { 'retry-after': '3' });
      else sendJson(response, 200, { data: [] });
    });
    const batch = ['a@x', 'b@x', 'c@x', 'd@x'].map((email) => record(email));
    const held = { status: 'retry', code: 'destination.rate-limited', afterMs: 3000 };
    expect(await match(limited, batch, { concurrency: 1 })).toMatchObject([
      { found: 'none' },
      { found: 'none' },
      held,
      held,
    ]);
    expect(calls).toBe(3);
    await expect(match(await answering(401, {}))).rejects.toMatchObject({ code: 'destination.auth' });
  });

  it('runs several at a time, as the step sends', async () => {
    let open = 0;
    let most = 0;
    const server = await api((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        sendJson(response, 200, { data: [] });
      }, 30);
    });
    const batch = Array.from({ length: 9 }, (_, n) => record(`${n}@x`));
    await match(server, batch, { concurrency: 3 });
    expect(most).toBe(3);
  });
});

describe('a record that was found', () => {
  it('is updated where it is, and never sent as new', async () => {
    const server = await answering(200, { id: 7 });
    const outcomes = await httpDestination.write(makeContext({ baseUrl: server.url }), {
      config: { ...sendConfigSchema.parse(config) },
      batch: [record('a@x', { remoteId: '7' })],
      attemptId: 'attempt-1',
      destinationId: 'destination-1',
      runId: 'run-1',
    });
    expect(outcomes).toEqual([{ status: 'ok', effect: 'updated', remoteId: '7' }]);
    expect(server.received[0]).toMatchObject({ method: 'PATCH', url: '/contacts/7' });
  });

  it('is in doubt after a lost answer, so that it is searched for before it is sent again', async () => {
    const write = async (server: ApiServer, more = {}) =>
      httpDestination.write(makeContext({ baseUrl: server.url }), {
        config: { ...sendConfigSchema.parse({ ...config, ...more }) },
        batch: [record('a@x')],
        attemptId: 'attempt-1',
        destinationId: 'destination-1',
        runId: 'run-1',
      });
    const cut = await api((_, response) => response.destroy());
    const gateway = await answering(504, {});
    for (const server of [cut, gateway]) {
      expect(await write(server)).toMatchObject([{ status: 'unknown' }]);
      expect(await write(server, { match: 'none' })).toMatchObject([{ status: 'retry' }]);
    }
    expect(await write(await answering(500, {}))).toMatchObject([{ status: 'retry' }]);
  });
});

describe('the form of the step', () => {
  const problems = (more: Record<string, unknown>) =>
    sendConfigSchema
      .safeParse({ ...config, ...more })
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('asks for what a search needs, and only where there is one', () => {
    expect(problems({})).toBeUndefined();
    expect(problems({ matchPath: undefined, matchId: undefined, updatePath: undefined })).toEqual([
      'matchPath: Say how a record is searched for, for example /contacts?email={{email}}.',
      'matchId: Say where a hit holds its id, for example id.',
      'updatePath: Say where a record that was found is updated, for example /contacts/{{$id}}.',
    ]);
    expect(problems({ matchPath: '/contacts' })?.[0]).toContain('Name a field of the record');
    expect(problems({ matchPath: '/contacts/{{$id}}' })?.[0]).toContain('has no {{$id}} yet');
    expect(problems({ matchPath: 'https://else.where/{{email}}' })?.[0]).toContain('matchPath:');
    expect(problems({ send: 'list' })?.[0]).toContain('send: Records that may be there');
    expect(problems({ match: 'none', matchPath: undefined, matchId: undefined })).toBeUndefined();
  });

  it('says that it searches first', () => {
    expect(httpDestination.matches?.(sendConfigSchema.parse(config))).toBe(true);
    expect(httpDestination.matches?.(sendConfigSchema.parse({}))).toBe(false);
    expect(sendNode.summarise?.(sendConfigSchema.parse(config))).toBe(
      'POST /contacts, once it was searched for',
    );
  });
});
