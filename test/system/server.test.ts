import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, until } from './testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const use = async (template: string, wish: object = {}) =>
  (await server.call('POST', `/api/templates/${template}/use`, wish)).body;

const endOf = (run: string) =>
  until(async () => {
    const { body } = await server.call('GET', `/api/runs/${run}`);
    return ['succeeded', 'partial', 'failed', 'cancelled'].includes(body.status) && body;
  });

describe('the first quarter of an hour', () => {
  it('begins with a server that is ready and templates that run at once', async () => {
    const health = await server.call('GET', '/api/health');
    expect(health.status).toBe(200);
    expect(health.body).toMatchObject({ ready: true, workers: 1 });
    const { items } = (await server.call('GET', '/api/templates')).body;
    expect(items.length).toBeGreaterThanOrEqual(6);
    expect(items.every((item: { runsAtOnce: boolean }) => item.runsAtOnce)).toBe(true);
    expect(JSON.stringify(items)).not.toContain('create table');
  });

  it('turns a messy file into clean rows, and accounts for every record', async () => {
    const flow = await use('messy-csv-to-postgres');
    expect(flow).toMatchObject({ state: 'draft', problems: 0, bindings: { database: 'database' } });

    const preview = await server.call('POST', `/api/flows/${flow.id}/preview`, { node: 'clean', limit: 5 });
    expect(preview.body.output[0].record.email).toMatch(/^\S+@\S+$/);
    expect(preview.body.from).toContain('live read');

    const published = await server.call('POST', `/api/flows/${flow.id}/publish`, { note: 'first' });
    expect(published.status).toBe(200);
    expect(published.body).toMatchObject({ state: 'live', version: 1, changed: false });
    expect(published.body.nextRunAt).toMatch(/T0[45]:00:00/);

    const started = await server.call('POST', `/api/flows/${flow.id}/runs`, {});
    expect(started.status).toBe(201);
    const run = await endOf(started.body.id);
    expect(run).toMatchObject({ status: 'partial', balanced: true });
    expect(run.totals).toEqual({ read: 120, written: 117, unchanged: 0, waiting: 0, failed: 3 });
    expect(run.nodes.customers.outcomes).toEqual({ created: 117 });

    const { groups } = (await server.call('GET', `/api/runs/${run.id}/failures`)).body;
    expect(groups.map(({ code }: { code: string }) => code).sort()).toEqual([
      'mapping.failed',
      'mapping.required',
      'source.bad-row',
    ]);
    const letters = (await server.call('GET', `/api/dead-letters?run=${run.id}`)).body;
    expect(letters.items).toHaveLength(3);
    expect(letters.items.every((letter: { whatToDo: string }) => letter.whatToDo !== '')).toBe(true);
    const { items: lines } = (await server.call('GET', `/api/runs/${run.id}/logs`)).body;
    expect(lines.at(-1).text).toContain('120 records accounted for');
  });

  it('writes nothing when the same file is read again', async () => {
    const { items } = (await server.call('GET', '/api/flows')).body;
    const flow = items.find((item: { name: string }) => item.name.startsWith('Messy'));
    const { body } = await server.call('POST', `/api/flows/${flow.id}/runs`, { full: true });
    const run = await endOf(body.id);
    expect(run.totals).toMatchObject({ read: 120, written: 0, unchanged: 117, failed: 3 });
  });

  it('catches a post as a sample before publishing, and delivers each post once after it', async () => {
    const flow = await use('web-form-to-postgres');
    const hook = flow.endpoints.form.slice(server.url.length);
    expect(hook).toMatch(/^\/hooks\/[\w-]{20,}$/);
    const draftPost = await server.call('POST', hook, { id: 'early', email: 'early@example.test' });
    expect([draftPost.status, draftPost.body]).toEqual([202, { received: true, sample: true }]);
    const samples = await until(async () => {
      const { items } = (await server.call('GET', `/api/flows/${flow.id}/samples/form`)).body;
      return items.length === 3 && items;
    });
    expect(samples[0].body).toEqual({ id: 'early', email: 'early@example.test' });

    await server.call('POST', `/api/flows/${flow.id}/publish`, {});
    const statuses: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const lead = { id: `lead-${n}`, email: `p${n}@example.test`, call: 'yes', at: '2026-11-21T12:00:00Z' };
      const reply = await server.call('POST', hook, lead, { 'idempotency-key': `key-${n % 20}` });
      statuses.push(reply.status);
    }
    expect(statuses).toEqual([...Array(20).fill(202), ...Array(10).fill(200)]);
    const run = await until(async () => {
      const { items } = (await server.call('GET', `/api/runs?flow=${flow.id}`)).body;
      return items[0]?.totals.written === 20 && items[0];
    });
    expect(run).toMatchObject({ startedBy: 'trigger', totals: { read: 20, failed: 0 } });
  });

  it('keeps posts while the flow is paused and delivers them when it goes on', async () => {
    const { items } = (await server.call('GET', '/api/flows')).body;
    const { id } = items.find((item: { name: string }) => item.name.startsWith('Web form'));
    const paused = await server.call('POST', `/api/flows/${id}/pause`);
    expect(paused.body.state).toBe('paused');
    const hook = paused.body.endpoints.form.slice(server.url.length);
    let sent = 0;
    // The worker hears of the pause with its next heartbeat; until then it may still take a page.
    await until(async () => {
      sent += 1;
      const reply = await server.call('POST', hook, { id: `late-${sent}`, email: `l${sent}@example.test` });
      expect(reply.status).toBe(202);
      return (await server.call('GET', `/api/flows/${id}`)).body.waitingEvents >= 3;
    });
    expect((await server.call('POST', `/api/flows/${id}/resume`)).body.state).toBe('live');
    await until(async () => {
      const { items: runs } = (await server.call('GET', `/api/runs?flow=${id}`)).body;
      const written = runs.reduce(
        (sum: number, run: { totals: { written: number } }) => sum + run.totals.written,
        0,
      );
      return written === 20 + sent;
    });
  });

  it('streams a run live, and goes on after a break where it stopped', async () => {
    const { items } = (await server.call('GET', '/api/runs?startedBy=manual')).body;
    const read = async (headers: Record<string, string>) => {
      const reply = await fetch(`${server.url}/api/runs/${items[0].id}/events`, { headers });
      return { status: reply.status, text: await reply.text() };
    };
    const whole = await read({});
    expect(whole.text).toMatch(/^retry: \d+\n\nid: 1\nevent: log\ndata: \{"seq":1,/);
    expect(whole.text).toContain('event: run\n');
    expect(whole.text).toMatch(/event: end\ndata: .*\n\n$/);
    const last = Number(/.*id: (\d+)/s.exec(whole.text)?.[1]);
    const rest = await read({ 'last-event-id': String(last - 1) });
    expect([...rest.text.matchAll(/^id: (\d+)/gm)].map((match) => Number(match[1]))).toEqual([last]);
    expect((await read({ 'last-event-id': String(last) })).status).toBe(204);
  });

  it('gives the log as NDJSON', async () => {
    const { items } = (await server.call('GET', '/api/runs?startedBy=manual')).body;
    const reply = await fetch(`${server.url}/api/runs/${items[0].id}/logs.ndjson`);
    expect(reply.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await reply.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, place) => place + 1));
  });

  it('has everything again after a restart', async () => {
    const before = (await server.call('GET', '/api/flows')).body.items;
    const runs = (await server.call('GET', '/api/runs')).body.items;
    await server.restart();
    const after = (await server.call('GET', '/api/flows')).body.items;
    expect(after.map(({ id, state, version }: Record<string, unknown>) => [id, state, version])).toEqual(
      before.map(({ id, state, version }: Record<string, unknown>) => [id, state, version]),
    );
    expect((await server.call('GET', '/api/runs')).body.items.map(({ id }: { id: string }) => id)).toEqual(
      runs.map(({ id }: { id: string }) => id),
    );
    const messy = after.find((item: { name: string }) => item.name.startsWith('Messy'));
    const { body } = await server.call('POST', `/api/flows/${messy.id}/runs`, {});
    expect((await endOf(body.id)).totals).toMatchObject({ written: 0, unchanged: 117 });
  });
});

describe('drafts', () => {
  const draft = (name: string) => ({ syncline: 1, name, nodes: {}, edges: [] });

  it('are saved only over what the sender has seen', async () => {
    const made = await server.call('POST', '/api/flows', { document: draft('Mine') });
    expect(made.status).toBe(201);
    const { id, etag } = made.body;
    const save = (name: string, headers: Record<string, string>) =>
      server.call('PUT', `/api/flows/${id}`, { document: draft(name) }, headers);
    expect((await save('Blind', {})).body).toMatchObject({ status: 409, code: 'conflict.changed' });
    const saved = await save('First', { 'if-match': `"${etag}"` });
    expect(saved).toMatchObject({ status: 200, body: { name: 'First' } });
    expect((await save('Second', { 'if-match': etag })).body.code).toBe('conflict.changed');
    expect((await server.call('GET', `/api/flows/${id}`)).body.name).toBe('First');
    expect((await server.call('DELETE', `/api/flows/${id}`)).body).toEqual({ deleted: true });
    expect((await server.call('GET', `/api/flows/${id}`)).status).toBe(404);
  });

  it('are refused at publishing with every problem by its place', async () => {
    const document = {
      ...draft('Broken'),
      nodes: {
        nightly: { type: 'postgres.schedule', connection: 'nobody', config: { cron: '0 0 30 2 *' } },
        table: { type: 'postgres.upsert', connection: 'database', config: { table: 'demo.x' } },
      },
      edges: [['nightly', 'table']],
    };
    const made = await server.call('POST', '/api/flows', { document });
    expect(made.body.problems).toBeGreaterThan(1);
    const refused = await server.call('POST', `/api/flows/${made.body.id}/publish`, {});
    expect(refused).toMatchObject({ status: 422, body: { code: 'flow.invalid' } });
    const places = refused.body.issues.map(({ path }: { path: string }) => path);
    expect(places.join(' ')).toMatch(/nodes\.nightly/);
    expect(places.join(' ')).toMatch(/nodes\.table/);
    expect((await server.call('POST', `/api/flows/${made.body.id}/runs`, {})).body.code).toBe(
      'flow.not-published',
    );
  });

  it('come back from an export the same', async () => {
    const flow = await use('split-by-country', { name: 'Split' });
    const exported = await server.call('GET', `/api/flows/${flow.id}/export`);
    expect(exported.headers.get('content-disposition')).toContain('split.flow.json');
    expect(exported.body).toEqual(flow.document);
    const template = await server.call('GET', `/api/flows/${flow.id}/export?as=template`);
    expect(template.body).toMatchObject({ id: 'split', title: 'Split' });
    const kept = await server.call('POST', '/api/templates', template.body);
    expect(kept).toMatchObject({ status: 201, body: { shipped: false } });
    expect((await server.call('POST', '/api/templates', template.body)).body.code).toBe('conflict.name');
    expect((await use('split', { name: 'Again' })).document.nodes).toEqual(flow.document.nodes);
    expect((await server.call('DELETE', '/api/templates/split')).status).toBe(200);
  });

  it('are not helped by statements in an imported template', async () => {
    const { body } = await server.call('GET', '/api/templates');
    const { shipped: _s, ready: _r, runsAtOnce: _a, ...template } = body.items[0];
    const hostile = { ...template, id: 'hostile', setup: ['drop schema syncline cascade'] };
    expect(await server.call('POST', '/api/templates', hostile)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', path: 'body.setup' },
    });
    expect((await server.call('POST', '/api/templates', { ...template, id: 'x', more: 1 })).status).toBe(400);
  });
});

describe('schedules', () => {
  it('are shown with their next times and in words', async () => {
    const { body } = await server.call(
      'GET',
      '/api/next-slots?cron=0%202%20*%20*%201-5&timezone=Europe/Paris',
    );
    expect(body.text).toBe('Monday to Friday at 02:00');
    expect(body.slots).toHaveLength(5);
  });

  it('are refused with the reason', async () => {
    const { body } = await server.call('GET', '/api/next-slots?cron=0%200%2030%202%20*');
    expect(body).toMatchObject({ code: 'request.invalid', path: 'query.cron' });
  });
});

describe('figures and contract', () => {
  it('are there for Prometheus, without names', async () => {
    const { body, status } = await server.call('GET', '/metrics');
    expect(status).toBe(200);
    for (const name of ['syncline_database_up 1', 'syncline_inbox_depth 0', 'syncline_webhooks_total'])
      expect(body).toContain(name);
    expect(body).toMatch(/syncline_request_duration_seconds_count\{method="GET",route="\/api\/flows"/);
    expect(body).not.toMatch(/Messy|lead|customers/);
  });

  it('list every route', async () => {
    const { body } = await server.call('GET', '/api/openapi.json');
    expect(Object.keys(body.paths).length).toBeGreaterThan(30);
  });
});
