import type { ConnectorContext, WriteRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type ApiServer, api, makeContext, sendJson } from '../egress/testing/apiServer.ts';
import { httpDestination } from './httpDestination.ts';
import { sendConfigSchema } from './sendNode.ts';

const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  api((_, response) => sendJson(response, status, body, headers));

const record = (key: string, more: Partial<WriteRecord> = {}): WriteRecord => ({
  key,
  op: 'upsert',
  record: { email: `${key}@example.com` },
  idempotencyKey: `idem-${key}`,
  remoteId: null,
  ...more,
});

function write(
  server: ApiServer,
  config: Record<string, unknown>,
  batch: WriteRecord[] = [record('a')],
  connection: Record<string, unknown> = {},
  more: Partial<ConnectorContext> = {},
) {
  return httpDestination.write(makeContext({ baseUrl: server.url, ...connection }, more), {
    config: { ...sendConfigSchema.parse(config) },
    batch,
    attemptId: 'attempt-1',
    destinationId: 'destination-1',
    runId: 'run-1',
  });
}

describe('a record that is taken', () => {
  it('is created or updated, with the id the API gave', async () => {
    const server = await answering(201, { data: { id: 42 } });
    const outcomes = await write(server, { path: '/contacts', idPath: 'data.id' });
    expect(outcomes).toEqual([{ status: 'ok', effect: 'created', remoteId: '42' }]);
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      url: '/contacts',
      body: '{"email":"a@example.com"}',
    });
    expect(server.received[0]?.headers['content-type']).toBe('application/json');

    const put = await answering(200, {});
    expect(await write(put, { method: 'PUT', path: '/c/{{$key}}' })).toEqual([
      { status: 'ok', effect: 'updated' },
    ]);
    const plain = await api((_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok'),
    );
    expect(await write(plain, {})).toEqual([{ status: 'ok', effect: 'created' }]);
  });

  it('is told some of its fields where updates go, so that the others stay', async () => {
    const server = await answering(200, {});
    const some = [record('a', { partial: true })];
    await write(server, { method: 'PUT', path: '/c/{{$key}}' }, some);
    await write(server, { path: '/c', updatePath: '/c/{{$key}}', updateMethod: 'PUT', idPath: 'id' }, some);
    await write(server, { path: '/c', updatePath: '/c/{{$id}}', idPath: 'id' }, some);
    expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'PATCH /c/a',
      'PUT /c/a',
      'POST /c',
    ]);
  });

  it('is updated at its own address once its id is known', async () => {
    const server = await answering(200, { id: 7 });
    const config = { path: '/c', updatePath: '/c/{{$id}}', updateMethod: 'PATCH', idPath: 'id' };
    await write(server, config, [record('a', { remoteId: 'x/7' })]);
    expect(server.received[0]).toMatchObject({ method: 'PATCH', url: '/c/x%2F7' });
  });

  it('carries the sign-in and the idempotency key', async () => {
    const server = await answering(201, {});
    await write(server, { idempotency: 'header' }, [record('a')], {
      auth: 'basic',
      user: 'u',
      password: 'p',
    });
    expect(server.received[0]?.headers).toMatchObject({
      authorization: 'Basic dTpw',
      'idempotency-key': 'idem-a',
    });
  });
});

describe('templates', () => {
  it('escape whatever a record holds', async () => {
    const server = await answering(200, {});
    const evil = { email: 'a/../b?x=1&y#z', name: '"},"admin":true,"x":{"', tags: ['a', 1], n: null };
    const template = '{"mail":"{{email}}","who":"{{name}}","tags":{{tags}},"none":{{gone}},"n":"{{n}}"}';
    await write(server, { path: '/c/{{email}}?q={{name}}', body: 'template', template }, [
      record('k', { record: evil }),
    ]);
    const { url, body } = server.received[0] ?? { url: '', body: '' };
    expect(url).toBe(`/c/${encodeURIComponent(evil.email)}?q=${encodeURIComponent(evil.name)}`);
    expect(JSON.parse(body)).toEqual({ mail: evil.email, who: evil.name, tags: ['a', 1], none: null, n: '' });
  });

  it('never let a path climb or lose its last step', async () => {
    const server = await answering(204, '');
    const config = { deletes: 'request', deletePath: '/contacts/{{id}}' };
    const ids = ['..', '.', '', null, undefined, '\ud800'];
    const batch = ids.map((id, at) => record(`k${at}`, { op: 'delete', record: { id } }));
    const outcomes = await write(server, config, batch);
    expect(outcomes.map(({ status }) => status)).toEqual(ids.map(() => 'reject'));
    expect(server.received).toEqual([]);
  });

  it('write forms', async () => {
    const server = await answering(200, {});
    const config = {
      body: 'template',
      contentType: 'application/x-www-form-urlencoded',
      template: 'mail={{email}}&x=1',
    };
    await write(server, config, [record('a&b=c')]);
    expect(server.received[0]?.body).toBe('mail=a%26b%3Dc%40example.com&x=1');
  });

  it('are checked when the step is saved', () => {
    const problems = (config: Record<string, unknown>) => {
      const parsed = sendConfigSchema.safeParse(config);
      return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
    };
    expect(problems({ path: '/c/{{email}}' })).toEqual([]);
    expect(problems({ path: '/c/{{email' })).toEqual(['path']);
    expect(problems({ path: 'https://evil.example/{{x}}' })).toEqual(['path']);
    expect(problems({ path: '/c/{{$secret}}' })).toEqual(['path']);
    expect(problems({ path: '/c/{{$id}}', idPath: 'id' })).toEqual(['path']);
    expect(problems({ body: 'template' })).toEqual(['template']);
    expect(problems({ body: 'template', template: '{"a": {{b}' })).toEqual(['template']);
    expect(problems({ body: 'template', template: '{"a": "{{b}}" "c"}' })).toEqual(['template']);
    expect(problems({ deletes: 'request', deletePath: '/all' })).toEqual(['deletePath']);
    expect(problems({ deletes: 'request', deletePath: '/c/{{$id}}' })).toEqual(['idPath']);
    expect(problems({ headers: { Host: 'x' } })).toEqual(['headers.Host']);
    expect(problems({ headers: { 'X-A': 'a\r\nb: c' } })).toEqual(['headers.X-A']);
  });
});

describe('a record that is refused', () => {
  const cases: [string, number, unknown, Record<string, unknown>][] = [
    [
      '422 with fields',
      422,
      { errors: [{ field: 'email', message: 'is taken' }] },
      { code: 'destination.rejected', fields: ['email'] },
    ],
    [
      '409',
      409,
      { title: 'Duplicate' },
      { code: 'destination.duplicate', message: expect.stringContaining('Duplicate') },
    ],
    [
      '400 with a message',
      400,
      { message: 'no' },
      { code: 'destination.rejected', message: expect.stringContaining('400: no') },
    ],
    ['400 as Rails says it', 400, { errors: { email: ['is taken', 'is bad'] } }, { fields: ['email'] }],
    ['413', 413, {}, { code: 'record.too-large' }],
    ['410', 410, {}, { code: 'destination.rejected' }],
    [
      '200 with an error in it',
      200,
      { errors: [{ message: 'blocked' }] },
      { message: expect.stringContaining('blocked') },
    ],
    [
      '200 with an error text',
      200,
      { ok: false, error: 'invalid_email' },
      { message: expect.stringContaining('invalid_email') },
    ],
  ];
  it.each(cases)('%s', async (_, status, body, wanted) => {
    const [outcome] = await write(await answering(status, body), {});
    expect(outcome).toMatchObject({ status: 'reject', ...wanted });
  });

  it('404 at its own address', async () => {
    const [outcome] = await write(await answering(404, {}), { method: 'PUT', path: '/c/{{email}}' });
    expect(outcome).toMatchObject({ status: 'reject', code: 'destination.rejected' });
  });

  it('a good answer lacks what must be there', async () => {
    const [outcome] = await write(await answering(200, { ok: false }), { okPath: 'ok', errorPaths: [] });
    expect(outcome).toMatchObject({ status: 'reject', message: expect.stringContaining('no "ok"') });
    expect(await write(await answering(200, { ok: true, error: null }), { okPath: 'ok' })).toMatchObject([
      { status: 'ok' },
    ]);
  });
});

describe('answers that concern everything', () => {
  it.each([
    [401, {}, { code: 'destination.auth', pause: 'auth' }],
    [
      403,
      { message: 'needs contacts:write' },
      {
        code: 'destination.permission',
        pause: 'permission',
        message: expect.stringContaining('contacts:write'),
      },
    ],
    [404, {}, { code: 'connection.config', pause: 'config' }],
    [405, {}, { code: 'connection.config', pause: 'config' }],
    [302, {}, { code: 'connection.config', pause: 'config' }],
  ])('%i stops the batch', async (status, body, wanted) => {
    const server = await answering(status, body);
    const batch = Array.from({ length: 20 }, (_, at) => record(`k${at}`));
    await expect(write(server, { concurrency: 1 }, batch)).rejects.toMatchObject({
      verdict: 'pause',
      ...wanted,
    });
    expect(server.received).toHaveLength(1);
  });

  it('what was written before the sign-in ended is kept', async () => {
    let count = 0;
    const server = await api((_, response) => {
      count += 1;
      sendJson(response, count > 2 ? 401 : 201, {});
    });
    const outcomes = await write(
      server,
      { concurrency: 1 },
      ['a', 'b', 'c', 'd'].map((key) => record(key)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'retry', 'retry']);
    expect(outcomes[2]).toMatchObject({ code: 'destination.auth' });
    expect(server.received).toHaveLength(3);
  });

  it('a limit holds the rest of the batch for as long as the API says', async () => {
    const server = await answering(429, {}, { 'retry-after': '12' });
    const outcomes = await write(
      server,
      { concurrency: 1 },
      ['a', 'b', 'c'].map((key) => record(key)),
    );
    expect(outcomes).toEqual(
      ['a', 'b', 'c'].map(() =>
        expect.objectContaining({ status: 'retry', code: 'destination.rate-limited', afterMs: 12_000 }),
      ),
    );
    expect(server.received).toHaveLength(1);
  });

  it('a closed port was never written to', async () => {
    const gone = await answering(200, {});
    await gone.stop();
    await expect(write(gone, {})).rejects.toMatchObject({
      verdict: 'retry',
      code: 'destination.unreachable',
    });
  });

  it('a server that fails again and again is left alone', async () => {
    const server = await answering(500, {});
    const batch = Array.from({ length: 30 }, (_, at) => record(`k${at}`));
    const outcomes = await write(server, { concurrency: 1 }, batch);
    expect(outcomes.every((outcome) => outcome.status === 'retry')).toBe(true);
    expect(server.received.length).toBe(5);
  });
});

describe('answers that leave it open', () => {
  const lostAnswer = () => api((_, response) => response.socket?.destroy());
  const statusOf = async (server: ApiServer, config: Record<string, unknown>) =>
    (await write(server, config))[0]?.status;

  it('a lost answer is sent again, or asked about, as the step says', async () => {
    expect(await statusOf(await lostAnswer(), {})).toBe('retry');
    expect(await statusOf(await lostAnswer(), { whenLost: 'at-most-once' })).toBe('unknown');
    expect(await statusOf(await lostAnswer(), { idempotency: 'header' })).toBe('unknown');
    expect(await statusOf(await lostAnswer(), { method: 'PUT', path: '/{{email}}' })).toBe('unknown');
  });

  it('a 2xx that can not be read is not a success', async () => {
    const truncated = await answering(200, '{"id": 1, "na');
    expect(await statusOf(truncated, { idempotency: 'header' })).toBe('unknown');
    const html = await answering(200, '<!doctype html><title>Sign in</title>', {
      'content-type': 'text/html',
    });
    expect((await write(html, {}))[0]).toMatchObject({ status: 'retry', code: 'destination.bad-answer' });
    expect(await statusOf(html, { whenLost: 'at-most-once' })).toBe('unknown');
  });

  it('a failing server is tried again, later if it says so', async () => {
    expect((await write(await answering(500, {}), {}))[0]).toMatchObject({
      status: 'retry',
      code: 'destination.server',
    });
    expect(await statusOf(await answering(502, '<html>'), { whenLost: 'at-most-once' })).toBe('unknown');
    expect(await statusOf(await answering(503, {}), { whenLost: 'at-most-once' })).toBe('retry');
    expect((await write(await answering(503, {}, { 'retry-after': '3' }), {}))[0]).toMatchObject({
      afterMs: 3000,
    });
  });

  it('an abort ends within a second and says what is not known', async () => {
    const server = await api(() => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const began = performance.now();
    const outcomes = await write(
      server,
      { whenLost: 'at-most-once' },
      [record('a')],
      {},
      { signal: stop.signal },
    );
    expect(outcomes[0]?.status).toBe('unknown');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('deletes', () => {
  it('are left out unless the step has a request for them', async () => {
    const server = await answering(204, '');
    const gone = record('a', { op: 'delete', remoteId: '7' });
    expect(await write(server, {}, [gone])).toEqual([{ status: 'ok', effect: 'unchanged' }]);
    const config = { deletes: 'request', deletePath: '/c/{{$id}}', idPath: 'id' };
    expect(await write(server, config, [gone])).toEqual([{ status: 'ok', effect: 'deleted' }]);
    expect(server.received).toMatchObject([{ method: 'DELETE', url: '/c/7', body: '' }]);
    expect(await write(server, config, [record('b', { op: 'delete' })])).toEqual([
      { status: 'ok', effect: 'unchanged' },
    ]);
    const absent = await answering(404, {});
    expect(await write(absent, config, [gone])).toEqual([{ status: 'ok', effect: 'deleted' }]);
  });
});

describe('lists', () => {
  const batch = ['a', 'b', 'c', 'd', 'e'].map((key) => record(key));

  it('have an outcome for each record when the answer has', async () => {
    const server = await answering(207, {
      results: [
        { status: 201, id: 1 },
        { status: 422, error: { message: 'email is bad' } },
        { status: 409 },
        { status: 503 },
        'what',
      ],
    });
    const config = { send: 'list', answers: 'per-item', resultsPath: 'results', idPath: 'id' };
    expect(await write(server, config, batch)).toMatchObject([
      { status: 'ok', effect: 'created', remoteId: '1' },
      { status: 'reject', code: 'destination.rejected', message: expect.stringContaining('email is bad') },
      { status: 'reject', code: 'destination.duplicate' },
      { status: 'retry', code: 'destination.server' },
      { status: 'unknown' },
    ]);
  });

  it('are told of without the secrets that an answer repeats for one of them', async () => {
    const token = 's3cret'.repeat(200);
    const results = [429, 503, 422, 409].map((status) => ({ status, message: `${token} may not do this` }));
    const server = await answering(200, { results });
    const config = { send: 'list', answers: 'per-item', resultsPath: 'results' };
    const outcomes = await write(server, config, batch.slice(0, 4), { auth: 'bearer', token });
    expect(outcomes.map(({ status }) => status)).toEqual(['retry', 'retry', 'reject', 'reject']);
    expect(JSON.stringify(outcomes)).not.toContain('s3cret');
  });

  it('of which the answer speaks for fewer prove nothing', async () => {
    const server = await answering(200, { results: [{ id: 1 }] });
    const config = { send: 'list', answers: 'per-item', resultsPath: 'results' };
    const outcomes = await write(server, config, batch);
    expect(outcomes.map(({ status }) => status)).toEqual(batch.map(() => 'unknown'));
  });

  it('that are refused as a whole are halved until the bad record stands alone', async () => {
    const server = await api(({ body }, response) =>
      sendJson(
        response,
        body.includes('c@') ? 422 : 200,
        body.includes('c@') ? { message: 'bad email' } : {},
      ),
    );
    const outcomes = await write(server, { send: 'list', listField: 'contacts' }, batch);
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'reject', 'ok', 'ok']);
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      contacts: batch.map(({ record }) => record),
    });
  });

  it('answered with 207 and no word on each are not taken for written', async () => {
    const server = await answering(207, { message: 'some failed' });
    expect((await write(server, { send: 'list' }, batch)).map(({ status }) => status)).toEqual(
      batch.map(() => 'unknown'),
    );
  });

  it('are cut to the size the API takes, deletes go alone', async () => {
    const server = await answering(200, {});
    const config = {
      send: 'list',
      listSize: 2,
      path: '/bulk',
      deletes: 'request',
      deletePath: '/c/{{$key}}',
    };
    const outcomes = await write(server, config, [...batch, record('x', { op: 'delete' })]);
    expect(outcomes.map((outcome) => outcome.status === 'ok' && outcome.effect)).toEqual([
      ...batch.map(() => 'created'),
      'deleted',
    ]);
    expect(server.received.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      'DELETE /c/x',
      ...['POST /bulk', 'POST /bulk', 'POST /bulk'],
    ]);
  });
});

describe('how sure a write is to happen once', () => {
  const delivery = (config: Record<string, unknown>) =>
    httpDestination.delivery(makeContext({}), { ...sendConfigSchema.parse(config) });

  it('follows from what the API offers', async () => {
    expect(await delivery({})).toBe('N');
    expect(await delivery({ idempotency: 'header' })).toBe('I');
    expect(await delivery({ method: 'PUT', path: '/c/{{email}}' })).toBe('U');
    expect(await delivery({ method: 'PUT', path: '/c' })).toBe('N');
  });
});

describe('records that are archived', () => {
  const config = {
    path: '/c',
    updatePath: '/c/{{$id}}',
    idPath: 'id',
    deletes: 'archive',
    archiveField: 'archived',
  };
  const gone = (more: Partial<WriteRecord> = {}) =>
    record('a', { partial: true, remoteId: '7', record: { email: 'old@x', archived: true }, ...more });

  it('are sent the key and the one field, where updates go', async () => {
    const server = await answering(200, {});
    const byKey = { ...config, updatePath: '/c/{{email}}' };
    expect(await write(server, config, [gone()])).toEqual([{ status: 'ok', effect: 'updated' }]);
    await write(server, byKey, [gone({ record: { email: 'a', name: 'Old', archived: '2026-01-01' } })]);
    await write(server, { ...byKey, updatePath: undefined, path: '/c/{{email}}', updateMethod: 'POST' }, [
      gone(),
    ]);
    expect(server.received.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      'PATCH /c/7 {"archived":true}',
      'PATCH /c/a {"email":"a","archived":"2026-01-01"}',
      'POST /c/old%40x {"email":"old@x","archived":true}',
    ]);
  });

  it('are left alone when the API no longer has them or never gave an id, and no new one is made', async () => {
    const server = await answering(404, { error: 'none' });
    const unknown = gone({ remoteId: null });
    expect(await write(server, config, [gone(), unknown])).toEqual([
      { status: 'ok', effect: 'unchanged' },
      { status: 'ok', effect: 'unchanged' },
    ]);
    expect(server.received.map(({ url }) => url)).toEqual(['/c/7']);
  });

  it('go alone where others go in lists', async () => {
    const server = await answering(200, {});
    const outcomes = await write(server, { ...config, send: 'list' }, [record('b'), gone(), record('c')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(server.received.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      'PATCH /c/7',
      'POST /c',
    ]);
  });

  it.each([
    [{ archiveField: undefined }, ['archiveField']],
    [{ updatePath: '/c/{{archived}}' }, ['archiveField']],
    [{ updatePath: undefined }, ['updatePath']],
    [{ updateMethod: 'PUT' }, ['updateMethod']],
    [{ body: 'template', template: '{"mail": "{{email}}"}' }, ['deletes']],
    [{ archiveClear: true }, ['archiveClear']],
    [{ archiveValue: '' }, ['archiveValue']],
    [{ archiveValue: '$now', archiveClear: 0 }, []],
  ])('need what an update of one field needs: %j', (more, paths) => {
    const parsed = sendConfigSchema.safeParse({ ...config, ...more });
    expect(parsed.error?.issues.map(({ path }) => path.join('.')) ?? []).toEqual(paths);
  });
});
