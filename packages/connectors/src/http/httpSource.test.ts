import type { ReadPage, ReadRequest } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type ApiServer, api, makeContext, sendJson } from '../egress/testing/apiServer.ts';
import { httpSource } from './httpSource.ts';
import { scheduleConfigSchema } from './scheduleNode.ts';

const request = (config: Record<string, unknown>, more: Partial<ReadRequest> = {}): ReadRequest => ({
  config: { ...scheduleConfigSchema.parse({ key: ['id'], ...config }) },
  window: null,
  token: null,
  pageRecords: 500,
  pageBytes: 1_000_000,
  ...more,
});

async function readAll(
  server: ApiServer,
  config: Record<string, unknown>,
  more: Partial<ReadRequest> = {},
  connection: Record<string, unknown> = {},
): Promise<ReadPage[]> {
  const pages: ReadPage[] = [];
  const context = makeContext({ baseUrl: server.url, ...connection });
  for await (const page of httpSource.read(context, request(config, more))) pages.push(page);
  return pages;
}

const keys = (pages: ReadPage[]) => pages.flatMap(({ changes }) => changes.map(({ key }) => key));
const items = (from: number, count: number) => Array.from({ length: count }, (_, at) => ({ id: from + at }));
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  api((_, response) => sendJson(response, status, body, headers));

describe('pages', () => {
  it('by Link header, also when a comma stands in the address', async () => {
    const server = await api(({ url }, response) => {
      const next = '</list?a=1,2&p=2>; title="x, y"; rel="prev next", </list>; rel="first"';
      sendJson(
        response,
        200,
        url.includes('p=2') ? [{ id: 3 }] : items(1, 2),
        url.includes('p=2') ? {} : { link: next },
      );
    });
    expect(keys(await readAll(server, { path: '/list', pagination: { kind: 'link' } }))).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  it('by cursor, offset, page number and next address', async () => {
    const server = await api(({ url }, response) => {
      const query = new URL(url, 'http://x').searchParams;
      if (url.startsWith('/cursor')) {
        const start = Number(query.get('after') ?? 0);
        return sendJson(response, 200, { data: items(start, 2), next: start < 4 ? start + 2 : null });
      }
      if (url.startsWith('/offset')) {
        const start = Number(query.get('skip'));
        return sendJson(response, 200, items(start, Math.max(0, Math.min(2, 5 - start))));
      }
      if (url.startsWith('/page')) {
        const page = Number(query.get('p'));
        return page > 3 ? sendJson(response, 404, {}) : sendJson(response, 200, items(page * 2 - 2, 2));
      }
      const start = Number(query.get('from') ?? 0);
      sendJson(response, 200, { items: items(start, 2), next: start < 4 ? `?from=${start + 2}` : '' });
    });
    const six = ['0', '1', '2', '3', '4', '5'];
    const cursor = { kind: 'cursor', cursorPath: 'next', cursorParam: 'after' };
    expect(keys(await readAll(server, { path: '/cursor', records: 'data', pagination: cursor }))).toEqual(
      six,
    );
    // The server gives two where ten were asked for; that alone must not end the list.
    const offset = { kind: 'offset', offsetParam: 'skip', sizeParam: 'take', size: 10 };
    expect(keys(await readAll(server, { path: '/offset', pagination: offset }))).toEqual(six.slice(0, 5));
    const page = { kind: 'page', pageParam: 'p', start: 1 };
    expect(keys(await readAll(server, { path: '/page', pagination: page }))).toEqual(six);
    const next = { kind: 'next-url', nextPath: 'next' };
    expect(keys(await readAll(server, { path: '/next', records: 'items', pagination: next }))).toEqual(six);
  });

  it('go on after any page, and after a part of one', async () => {
    const server = await api(({ url }, response) => {
      const start = Number(new URL(url, 'http://x').searchParams.get('after') ?? 0);
      sendJson(response, 200, { data: items(start, 5), next: start < 10 ? start + 5 : null });
    });
    const config = {
      records: 'data',
      pagination: { kind: 'cursor', cursorPath: 'next', cursorParam: 'after' },
    };
    const whole = await readAll(server, config, { pageRecords: 2 });
    const wanted = items(0, 15).map(({ id }) => String(id));
    expect(keys(whole)).toEqual(wanted);
    for (const [at, page] of whole.entries()) {
      const rest = await readAll(server, config, { token: page.token, pageRecords: 2 });
      const union = new Set([...keys(whole.slice(0, at + 1)), ...keys(rest)]);
      expect([...union].sort()).toEqual([...wanted].sort());
    }
    expect(keys(await readAll(server, config, { token: whole.at(-1)?.token ?? null }))).toEqual([]);
  });

  it('begin anew when the server no longer knows the mark', async () => {
    const server = await api(({ url }, response) =>
      url.includes('after=old')
        ? sendJson(response, 410, {})
        : sendJson(response, 200, { data: items(1, 2) }),
    );
    const config = {
      records: 'data',
      pagination: { kind: 'cursor', cursorPath: 'next', cursorParam: 'after' },
    };
    expect(keys(await readAll(server, config, { token: { cursor: 'old' } }))).toEqual(['1', '2']);
    expect(keys(await readAll(server, config, { token: { what: 'ever' } }))).toEqual(['1', '2']);
  });

  it('that come round in a circle end with a clear error', async () => {
    const circle = await answering(200, { data: items(1, 2), next: 'same' });
    const cursor = { kind: 'cursor', cursorPath: 'next', cursorParam: 'after' };
    const stuck = {
      code: 'source.bad-answer',
      verdict: 'pause',
      message: expect.stringContaining('same as one before'),
    };
    await expect(readAll(circle, { records: 'data', pagination: cursor })).rejects.toMatchObject(stuck);
    const deaf = await answering(200, items(1, 2));
    const offset = { kind: 'offset', offsetParam: 'skip' };
    await expect(readAll(deaf, { pagination: offset })).rejects.toMatchObject(stuck);
  });

  it('on another host are refused, and the key is not kept in a next address', async () => {
    const away = await answering(200, { items: items(1, 1), next: 'http://127.0.0.1:9/x' });
    const config = { path: '/x', records: 'items', pagination: { kind: 'next-url', nextPath: 'next' } };
    await expect(readAll(away, config)).rejects.toMatchObject({ code: 'egress.refused', verdict: 'pause' });

    const server = await api(({ url }, response) => {
      const next = url.includes('p=2') ? null : `/x?p=2&api_key=s3cret`;
      sendJson(response, 200, { items: items(url.includes('p=2') ? 2 : 1, 1), next });
    });
    const pages = await readAll(server, config, {}, { auth: 'query', name: 'api_key', value: 's3cret' });
    expect(keys(pages)).toEqual(['1', '2']);
    expect(JSON.stringify(pages)).not.toContain('s3cret');
    expect(server.received.map(({ url }) => url)).toEqual(['/x?api_key=s3cret', '/x?p=2&api_key=s3cret']);
  });
});

describe('records', () => {
  it('keep long numbers, and carry their time of change as a version', async () => {
    const server = await answering(200, '[{"id":12345678901234567890,"at":"2026-01-02T03:04:05Z"}]');
    const [page] = await readAll(server, { changedField: 'at' });
    expect(page?.changes[0]).toMatchObject({
      key: '12345678901234567890',
      record: { id: '12345678901234567890' },
      version: { kind: 'ts', value: '2026-01-02T03:04:05.000000000Z' },
      sourceTs: '2026-01-02T03:04:05.000Z',
      receivedTs: '2026-05-01T12:00:00.000Z',
    });
  });

  it('that can not be used are rejected alone, with their place', async () => {
    const server = await answering(
      200,
      '[{"id":1},{"name":"x"},7,{"id":2,"n":"\\u0000"},{"id":""},{"id":3}]',
    );
    const [page] = await readAll(server, {});
    expect(page?.changes.map(({ key }) => key)).toEqual(['1', '3']);
    expect(page?.rejected.map(({ place, code }) => [place, code])).toEqual([
      ['page 1, item 2', 'source.no-key'],
      ['page 1, item 3', 'source.bad-row'],
      ['page 1, item 4', 'source.bad-row'],
      ['page 1, item 5', 'source.no-key'],
    ]);
  });

  it('may be none', async () => {
    expect(keys(await readAll(await answering(200, { items: null }), { records: 'items' }))).toEqual([]);
    expect(keys(await readAll(await api((_, response) => response.writeHead(204).end()), {}))).toEqual([]);
  });

  it('tell their fields', async () => {
    const server = await answering(200, { data: [{ id: 1, email: 'a@b.example' }] });
    const context = makeContext({ baseUrl: server.url });
    const schema = await httpSource.describe(context, request({ records: 'data' }).config);
    expect(schema).toMatchObject({
      key: ['id'],
      open: true,
      fields: [
        { name: 'id', type: 'integer' },
        { name: 'email', type: 'email' },
      ],
    });
  });
});

describe('reading only what changed', () => {
  const config = { path: '/list', mode: 'incremental', sinceParam: 'since' };

  it('ends the window a minute before the time of the server', async () => {
    const server = await answering(405, {}, { date: 'Fri, 02 Jan 2026 03:04:05 GMT' });
    const context = makeContext({ baseUrl: server.url });
    const window = await httpSource.openWindow(context, request(config).config, '2026-01-01T00:00:00.000Z');
    expect(window).toEqual({ low: '2026-01-01T00:00:00.000Z', high: '2026-01-02T03:03:05.000Z' });
    expect(await httpSource.openWindow(context, request({}).config, null)).toBeNull();
  });

  it('asks from where the last run ended, in the form the API takes, and for all at the first run', async () => {
    const server = await answering(200, []);
    const window = { low: '2026-01-02T03:04:05.678Z', high: 'x' };
    await readAll(server, config, { window });
    await readAll(server, { ...config, sinceFormat: 'unix' }, { window });
    await readAll(server, { ...config, sinceFormat: 'unix-ms' }, { window });
    await readAll(server, { ...config, sinceFormat: 'date' }, { window });
    await readAll(server, config, { window: { low: null, high: 'x' } });
    expect(server.received.map(({ url }) => decodeURIComponent(url))).toEqual([
      '/list?since=2026-01-02T03:04:05.678Z',
      '/list?since=1767323045',
      '/list?since=1767323045678',
      '/list?since=2026-01-02',
      '/list',
    ]);
  });
});

describe('answers that are not a list', () => {
  const cases: [string, number, unknown, Record<string, string>, Record<string, unknown>][] = [
    ['401', 401, { message: 'bad token' }, {}, { code: 'source.auth', verdict: 'pause', pause: 'auth' }],
    ['403', 403, {}, {}, { code: 'source.auth', verdict: 'pause', pause: 'permission' }],
    ['403 for a limit', 403, {}, { 'retry-after': '7' }, { rateLimited: true, afterMs: 7000 }],
    ['404', 404, {}, {}, { code: 'source.query', verdict: 'pause', pause: 'config' }],
    [
      '422',
      422,
      { detail: 'no such filter' },
      {},
      { code: 'source.query', message: expect.stringContaining('no such filter') },
    ],
    [
      '429 with seconds',
      429,
      {},
      { 'retry-after': '30' },
      { verdict: 'retry', rateLimited: true, afterMs: 30_000 },
    ],
    [
      '429 with a date',
      429,
      {},
      { date: 'Fri, 02 Jan 2026 03:04:05 GMT', 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' },
      { rateLimited: true, afterMs: 60_000 },
    ],
    ['429 with zero', 429, {}, { 'retry-after': '0' }, { rateLimited: true, afterMs: 1000 }],
    ['429 with a year', 429, {}, { 'retry-after': '31536000' }, { rateLimited: true, afterMs: 86_400_000 }],
    ['429 without a word', 429, {}, {}, { rateLimited: true, afterMs: 5000 }],
    [
      '503 with a wait',
      503,
      {},
      { 'retry-after': '9' },
      { code: 'source.rate-limited', rateLimited: true, afterMs: 9000 },
    ],
    ['503', 503, {}, {}, { code: 'source.unreachable', verdict: 'retry', rateLimited: false }],
    ['500', 500, {}, {}, { code: 'source.unreachable', verdict: 'retry' }],
    ['408', 408, {}, {}, { code: 'source.unreachable', verdict: 'retry' }],
    ['HTML', 200, '<html>', { 'content-type': 'text/html' }, { code: 'source.bad-answer', verdict: 'retry' }],
    ['HTML under the name of JSON', 200, '<!DOCTYPE html>', {}, { code: 'source.bad-answer' }],
    ['truncated JSON', 200, '[{"id":1},{"id', {}, { code: 'source.bad-answer', verdict: 'retry' }],
    ['nothing', 200, '', {}, { code: 'source.bad-answer' }],
    [
      'another shape',
      200,
      { rows: [] },
      {},
      { code: 'source.bad-answer', message: expect.stringContaining('fields rows') },
    ],
  ];

  it.each(cases)('%s', async (_, status, body, headers, wanted) => {
    const server = await answering(status, body, headers);
    await expect(readAll(server, {})).rejects.toMatchObject({ name: 'SyncError', ...wanted });
  });

  it('never repeat a secret the vendor repeats', async () => {
    const server = await answering(401, { message: 'token t0p-s3cret is over' });
    const attempt = readAll(server, {}, {}, { auth: 'bearer', token: 't0p-s3cret' });
    await expect(attempt).rejects.toThrow('token ••• is over');
  });

  it('a cut connection and a closed port are tried again', async () => {
    const cut = await api((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('[{"id":1}');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(readAll(cut, {})).rejects.toMatchObject({ code: 'source.unreachable', verdict: 'retry' });
    const gone = await answering(200, []);
    await gone.stop();
    await expect(readAll(gone, {})).rejects.toMatchObject({ code: 'source.unreachable', verdict: 'retry' });
  });

  it('an aborted read ends within a second', async () => {
    const server = await api(() => undefined);
    const stop = new AbortController();
    const context = makeContext({ baseUrl: server.url }, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    const began = performance.now();
    await expect(httpSource.describe(context, request({}).config)).rejects.toThrow('stopped');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('the settings of a step', () => {
  const problems = (config: Record<string, unknown>) => {
    const parsed = scheduleConfigSchema.safeParse({ key: ['id'], ...config });
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };

  it('name the field that is wrong', () => {
    expect(problems({})).toEqual([]);
    for (const path of ['https://evil.example/', '//evil.example', 'a#b', 'a\\b', 'a b']) {
      expect(problems({ path })).toEqual(['path']);
    }
    expect(problems({ key: [] })).toEqual(['key']);
    expect(problems({ pagination: { kind: 'cursor' } })).toEqual([
      'pagination.cursorPath',
      'pagination.cursorParam',
    ]);
    expect(problems({ mode: 'incremental' })).toEqual(['sinceParam']);
    expect(problems({ records: 'a..b' })).toEqual(['records']);
    expect(problems({ cron: 'daily' })).toEqual(['cron']);
    expect(problems({ timezone: 'Mars/Olympus' })).toEqual(['timezone']);
  });
});

it('ends a window by the clock of the server, less the time its lists need', async () => {
  const server = await api((_, response) =>
    sendJson(response, 200, [], { date: 'Sat, 02 May 2026 10:00:00 GMT' }),
  );
  const { config } = request({ mode: 'incremental', sinceParam: 'since', settleSeconds: 300 });
  const window = await httpSource.openWindow(makeContext({ baseUrl: server.url }), config, null);
  expect(window?.high).toBe('2026-05-02T09:55:00.000Z');
});
