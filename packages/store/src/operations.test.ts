import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture, publishSample, type StoreFixture, sampleDocument } from './testing/storeFixture.ts';

let fixture: StoreFixture;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const flows = () => fixture.store.flows;
const connections = () => fixture.store.connections;
const runs = () => fixture.store.runs;
const templates = () => fixture.store.templates;
const settings = () => fixture.store.settings;
const health = () => fixture.store.health;

describe('a flow', () => {
  const draft = (name: string) => ({ document: sampleDocument(name), triggers: ['hook'], problems: 2 });

  it('comes back as it was drawn, key order included, with what the list needs', async () => {
    const document = { ...sampleDocument('Drawn'), description: 'zero \0 and ünïcode' };
    const made = await flows().insert({ ...draft('Drawn'), document, bindings: { main: 'c1' } });
    expect(JSON.stringify(made.document)).toBe(JSON.stringify(document));
    expect(made).toMatchObject({
      ...{ state: 'draft', version: null, changed: true, problems: 2, lastRun: null, nextRunAt: null },
      ...{ late: false, waitingEvents: 0, bindings: { main: 'c1' }, endpoints: { hook: expect.any(String) } },
    });
    expect(made.shape.nodes.map((node) => node.name)).toEqual(['hook', 'nightly', 'clean', 'target']);
  });

  it('is saved only over the draft the change was made on', async () => {
    const made = await flows().insert(draft('Etag'));
    const saved = await flows().saveDraft(made.id, { ...draft('Etag 2'), etag: made.etag });
    expect(saved).toMatchObject({ name: 'Etag 2', bindings: {} });
    expect(saved.etag).not.toBe(made.etag);
    await expect(flows().saveDraft(made.id, { ...draft('Etag 3'), etag: made.etag })).rejects.toMatchObject({
      code: 'conflict.changed',
    });
    await expect(flows().saveDraft('nobody', { ...draft('x'), etag: null })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('goes live when published; a change of layout alone is no change to publish', async () => {
    const flow = await publishSample(fixture);
    expect(flow).toMatchObject({ state: 'live', version: 1, changed: false });
    const document = { ...flow.document, layout: { hook: [1, 2] as [number, number] } };
    const moved = await flows().saveDraft(flow.id, { document, triggers: [], problems: 0, etag: null });
    expect(moved.changed).toBe(false);
    const cut = { ...document, edges: document.edges.slice(1) };
    const changed = await flows().saveDraft(flow.id, {
      document: cut,
      triggers: [],
      problems: 0,
      etag: null,
    });
    expect(changed.changed).toBe(true);
    const { plan } = await flows().version(flow.id);
    const again = await flows().publish(flow.id, {
      document: cut,
      plan,
      note: 'n',
      schedules: [],
      triggers: [],
    });
    expect(again).toMatchObject({ version: 2, changed: false, nextRunAt: null });
    expect((await flows().versions(flow.id)).map(({ version, note }) => [version, note])).toEqual([
      [2, 'n'],
      [1, null],
    ]);
    expect((await flows().version(flow.id, 1)).document.edges).toHaveLength(3);
    const ids = await fixture.rows('select id from syncline.destination where flow_id = $1', [flow.id]);
    expect(ids).toEqual([{ id: String(flow.destinationId) }]);
  });

  it('keeps the slot of a schedule whose times did not change', async () => {
    const nextSlot = new Date('2031-01-01T02:00:00Z');
    const flow = await publishSample(fixture, { nextSlot });
    const { plan, document } = await flows().version(flow.id);
    const schedule = {
      node: 'nightly',
      kind: 'read',
      timezone: 'UTC',
      overlap: 'skip',
      catchup: 'none',
    } as const;
    const other = new Date('2032-01-01T03:00:00Z');
    const publish = (cron: string) =>
      flows().publish(flow.id, {
        ...{ document, plan, triggers: [] },
        schedules: [{ ...schedule, cron, nextSlot: other }],
      });
    expect((await publish('0 2 * * *')).nextRunAt).toBe(nextSlot.toISOString());
    expect((await publish('0 3 * * *')).nextRunAt).toBe(other.toISOString());
  });

  it('that was never published neither pauses, resumes nor runs', async () => {
    const { id } = await flows().insert(draft('Never'));
    const refused = { code: 'flow.not-published' };
    await expect(flows().pause(id)).rejects.toMatchObject(refused);
    await expect(flows().resume(id)).rejects.toMatchObject(refused);
    await expect(runs().runNow(id, { startedBy: 'manual' })).rejects.toMatchObject(refused);
  });

  it('loads for a worker with its plan, ledger ids and connections in clear', async () => {
    const connection = await connections().insert({
      ...{ name: 'Load', kind: 'postgres', config: { host: 'h' }, secrets: { password: 'p' } },
    });
    const flow = await publishSample(fixture, { bindings: { main: connection.id, gone: 'nobody' } });
    expect(await fixture.store.ports.flows.load(flow.id)).toMatchObject({
      ...{
        flowId: flow.id,
        desired: 'live',
        version: 1,
        destinationIds: { target: String(flow.destinationId) },
      },
      connections: { main: { host: 'h', password: 'p' } },
      plan: { hash: 'plan' },
    });
    expect(await fixture.store.ports.flows.load('nobody')).toBeNull();
    await expect(connections().remove(connection.id)).rejects.toMatchObject({ code: 'conflict.in-use' });
  });

  it('is deleted with all it had, also under a worker', async () => {
    const flow = await publishSample(fixture);
    const lease = await fixture.store.ports.leases.acquire(flow.id, 0, 'one', 60_000);
    if (!lease) throw new Error('no lease');
    const run = await fixture.store.ports.runs.openRolling(lease, 'hook', 1, 'one', 'live');
    await flows().remove(flow.id);
    await expect(flows().get(flow.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(runs().get(run.runId)).rejects.toMatchObject({ code: 'not-found' });
    expect(await fixture.store.ports.leases.renew(lease, 1000)).toBeNull();
    await expect(flows().remove(flow.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lists by name in pages that neither repeat nor leave out', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<ReturnType<typeof flows>['list']>> = await flows().list({
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map((flow) => `${flow.name} ${flow.id}`));
      cursor = page.cursor;
    } while (cursor !== null);
    const all = await fixture.rows<{ id: string }>('select id from syncline.flow');
    expect(new Set(seen).size).toBe(all.length);
    expect(seen).toHaveLength(all.length);
    expect([...seen].sort()).toEqual(seen);
  });
});

describe('runs', () => {
  it('list newest first by keyset, also when many were made in the same instant', async () => {
    const flow = await publishSample(fixture);
    await fixture.rows(
      `insert into syncline.run (flow_id, version, feeder, feeder_title, started_by, status, created_at)
        select $1, 1, 'nightly', 'n', 'schedule', case when n % 5 = 0 then 'failed' else 'succeeded' end,
          timestamptz '2026-01-01 00:00:00.123456+00' + (n / 7) * interval '1 microsecond'
        from generate_series(1, 100) as n`,
      [flow.id],
    );
    const read = async (filter: { status?: 'failed' }) => {
      const ids: number[] = [];
      let cursor: string | undefined;
      for (;;) {
        const page = await runs().list({ flow: flow.id, limit: 9, ...filter, ...(cursor ? { cursor } : {}) });
        ids.push(...page.items.map((run) => Number(run.id)));
        if (page.cursor === null) return ids;
        cursor = page.cursor;
      }
    };
    const all = await read({});
    expect(all).toHaveLength(100);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    expect(await read({ status: 'failed' })).toHaveLength(20);
    await expect(runs().list({ limit: 5, cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });

  it('ask which feeder when that is not clear, and say no when the flow is paused', async () => {
    const flow = await publishSample(fixture);
    const run = await runs().runNow(flow.id, { feeder: 'nightly', full: true, startedBy: 'manual' });
    expect(run).toMatchObject({
      status: 'queued',
      feeder: 'nightly',
      feederTitle: 'The nightly',
      version: 1,
    });
    expect(await fixture.store.ports.runs.open(flow.id, 0)).toMatchObject([{ full: true, low: null }]);
    const wrong = runs().runNow(flow.id, { feeder: 'hook', startedBy: 'manual' });
    await expect(wrong).rejects.toMatchObject({ code: 'request.invalid', path: 'body.feeder' });
    await flows().pause(flow.id);
    await expect(runs().runNow(flow.id, { startedBy: 'manual' })).rejects.toMatchObject({
      code: 'flow.paused',
    });
  });

  it('count up for the strip above the list', async () => {
    const flow = await publishSample(fixture);
    await runs().runNow(flow.id, { startedBy: 'manual' });
    await fixture.rows(
      `update syncline.run set read = 10, failed = 2, created_at = now() - interval '80 minutes' where flow_id = $1`,
      [flow.id],
    );
    const stats = await runs().stats({ flow: flow.id, hours: 24 });
    expect(stats).toMatchObject({ runs: 1, read: 10, failed: 2, running: 0 });
    expect(stats.buckets).toHaveLength(48);
    expect(stats.buckets.findIndex((bucket) => bucket.records === 10)).toBe(45);
  });

  it.each(['nonsense', '-1', '1; drop table x', '9'.repeat(30), ''])('have no run %j', async (id) => {
    await expect(runs().get(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('log lines', () => {
  it('are numbered over all workers, filtered and paged in order', async () => {
    const flow = await publishSample(fixture);
    const { id } = await runs().runNow(flow.id, { startedBy: 'manual' });
    const line = (text: string, level: 'info' | 'warn' | 'error' = 'info', key: string | null = null) => ({
      ...{ ts: new Date(), level, node: level === 'info' ? 'clean' : 'target', text, key, code: null },
    });
    const { logs } = fixture.store.ports;
    await Promise.all(
      [0, 1, 2, 3].map((at) => logs.append(id, [line(`a${at}`), line(`b${at}`, 'warn', `k${at}`)])),
    );
    await logs.append(id, [line('100 % of c_d \0', 'error')]);
    const all = await runs().logs(id, { after: 0, limit: 100 });
    expect(all.items.map((item) => item.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(all.next).toBeNull();
    const page = await runs().logs(id, { after: 3, limit: 4 });
    expect(page.items.map((item) => item.seq)).toEqual([4, 5, 6, 7]);
    expect(page.next).toBe(7);
    const texts = async (filter: { level?: 'warn' | 'error'; node?: string; text?: string }) =>
      (await runs().logs(id, { after: 0, limit: 100, ...filter })).items.length;
    expect(await texts({ level: 'warn' })).toBe(5);
    expect(await texts({ level: 'error' })).toBe(1);
    expect(await texts({ node: 'clean' })).toBe(4);
    expect(await texts({ text: 'K2' })).toBe(1);
    expect(await texts({ text: 'C_D' })).toBe(1);
    expect(await texts({ text: '0 %' })).toBe(1);
    expect(await texts({ text: 'c%d' })).toBe(0);
    const streamed: number[] = [];
    for await (const lines of runs().streamLogs(id, {})) streamed.push(...lines.map((item) => item.seq));
    expect(streamed).toHaveLength(9);
    await expect(runs().logs('4711', { after: 0, limit: 1 })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('connections', () => {
  it('keep secrets sealed, show them as set, and keep those that are left out of a change', async () => {
    const made = await connections().insert({
      ...{ name: 'Shop', kind: 'shop', config: { url: 'u' }, secrets: { token: 't0p', other: 'o' } },
    });
    expect(made.config).toEqual({ url: 'u', token: true, other: true });
    const [raw] = await fixture.rows<{ text: string }>(
      `select connection::text as text from syncline.connection where id = $1`,
      [made.id],
    );
    expect(raw?.text).not.toContain('t0p');
    const changed = await connections().update(made.id, {
      name: 'Shop 2',
      config: { url: 'v' },
      secrets: { other: null },
    });
    expect(changed).toMatchObject({ name: 'Shop 2', config: { url: 'v', token: true }, state: 'unchecked' });
    expect(changed.config.other).toBeUndefined();
    expect((await connections().openConfig(made.id))?.config).toEqual({ url: 'v', token: 't0p' });
    expect(await connections().openConfig('nobody')).toBeNull();
  });

  it('have one name each; built-in ones stay', async () => {
    const base = { kind: 'k', config: {}, secrets: {} };
    const one = await connections().insert({ ...base, name: 'One', id: 'built-in', builtIn: true });
    await expect(connections().insert({ ...base, name: 'One' })).rejects.toMatchObject({
      code: 'conflict.name',
    });
    const two = await connections().insert({ ...base, name: 'Two' });
    const rename = connections().update(two.id, { name: 'One', config: {}, secrets: {} });
    await expect(rename).rejects.toMatchObject({ code: 'conflict.name' });
    await connections().saveCheck(two.id, { ok: false, summary: 'No answer' });
    expect(await connections().get(two.id)).toMatchObject({ state: 'failing', summary: 'No answer' });
    await connections().remove(two.id);
    await expect(connections().get(two.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(connections().remove(one.id)).rejects.toMatchObject({ code: 'conflict.in-use' });
  });
});

it('templates are imported once and removed', async () => {
  const template = {
    ...{ id: 't-1', title: 'T', summary: '', note: '', mode: 'both' as const, systems: [], needs: {} },
    document: sampleDocument('T'),
  };
  await templates().insert(template);
  expect(await templates().list()).toEqual([template]);
  expect(await templates().find('t-1')).toEqual(template);
  await expect(templates().insert(template)).rejects.toMatchObject({ code: 'conflict.name' });
  await templates().remove('t-1');
  await expect(templates().remove('t-1')).rejects.toMatchObject({ code: 'not-found' });
});

it('settings are kept', async () => {
  expect(await settings().get('owner')).toBeNull();
  await settings().set('owner', { hash: 'x' });
  await settings().set('owner', { hash: 'y' });
  expect(await settings().get('owner')).toEqual({ hash: 'y' });
});

it('the health page knows who is up', async () => {
  await health().beat({ id: 'w1', host: 'h', role: 'all' });
  await health().beat({ id: 'w2', host: 'h', role: 'worker' });
  await fixture.rows(`update syncline.worker set seen_at = now() - interval '1 minute' where id = 'w2'`);
  const facts = await health().facts();
  expect(facts.workers.map((worker) => worker.id)).toEqual(['w1']);
  expect(facts.partitions.ok).toBe(true);
  await health().leave('w1');
  expect((await health().facts()).workers).toEqual([]);
});
