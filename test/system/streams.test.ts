import { isTerminal, type RunSummary, type Stream } from '@syncline/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { startTestServer, type TestServer, until } from './testServer.ts';

const folder = temporaryFolder();
let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await startDatabase(folder.path);
  await database.query('create schema shop');
  await database.query(
    'create table shop.people (id bigint primary key, email text, changed timestamptz not null default now())',
  );
  await database.query(
    `insert into shop.people (id, email) select i, 'p' || i || '@example.test' from generate_series(1, 300) i`,
  );
  await database.query('create table shop.leads (like shop.people including all)');
  await database.query('create table shop.mailing (id bigint primary key, email text)');
  await database.query('create table shop.copied (id bigint primary key, email text)');
  server = await startTestServer({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await server.remove();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const get = async (path: string) => (await server.call('GET', path)).body;

const documentOf = (name: string, source: object, target: string, deletes = 'delete') => ({
  syncline: 1,
  name,
  nodes: {
    people: { connection: 'database', ...source },
    pick: {
      type: 'map',
      config: {
        fields: [
          { to: 'id', from: 'id' },
          { to: 'email', from: 'email' },
        ],
      },
    },
    target: {
      type: 'postgres.upsert',
      connection: 'database',
      config: { table: `shop.${target}`, key: ['id'], deletes },
    },
  },
  edges: [
    ['people', 'pick'],
    ['pick', 'target'],
  ],
});

const publish = async (document: object): Promise<string> => {
  const created = await server.call('POST', '/api/flows', { document, bindings: { database: 'database' } });
  const published = await server.call('POST', `/api/flows/${created.body.id}/publish`, {});
  expect(published.body).toMatchObject({ state: 'live' });
  return created.body.id;
};

const streamOf = async (flow: string): Promise<Stream> => (await get(`/api/flows/${flow}/streams`)).items[0];

const lastRun = (flow: string, kind: string) =>
  until(async () => {
    const { items }: { items: RunSummary[] } = await get(`/api/runs?flow=${flow}&kind=${kind}`);
    return items[0] !== undefined && isTerminal(items[0].status) && items[0];
  }, 60_000);

const countIn = async (table: string) =>
  (await database.query<{ n: number }>(`select count(*)::integer as n from shop.${table}`))[0]?.n;

describe('a schedule that reads what changed', () => {
  let flow: string;
  const source = (table: string) => ({
    type: 'postgres.schedule',
    config: { read: 'table', table: `shop.${table}`, mode: 'incremental', cursor: 'changed' },
  });
  const runNow = async () => {
    const { body } = await server.call('POST', `/api/flows/${flow}/runs`, {});
    return until(async () => {
      const run = await get(`/api/runs/${body.id}`);
      return isTerminal(run.status) && run;
    });
  };

  it('shows where it stands', async () => {
    flow = await publish(documentOf('Incremental', source('people'), 'mailing'));
    expect(await streamOf(flow)).toMatchObject({
      role: 'schedule',
      state: null,
      cursor: null,
      backfill: null,
    });
    expect((await runNow()).totals).toMatchObject({ read: 300, written: 300 });
    const { cursor } = await streamOf(flow);
    expect(cursor).toMatchObject({ value: { column: 'changed' }, updatedBy: null });
    expect((await runNow()).totals.read).toBe(0);
  });

  it('begins where a person says, and says who said so', async () => {
    const address = `/api/flows/${flow}/streams/people/cursor`;
    const odd = await server.call('PUT', address, { value: 'yesterday' });
    expect([odd.status, odd.body.path]).toEqual([400, 'body.value']);
    const edited = await server.call('PUT', address, { value: null });
    expect(edited.body.cursor).toMatchObject({ value: null, updatedBy: 'local' });
    const audit = await database.query(
      `select actor, detail from syncline.audit_log where action = 'cursor.edit'`,
    );
    expect(audit).toMatchObject([
      { actor: 'local', detail: { node: 'people', before: { column: 'changed' }, after: null } },
    ]);
    expect((await runNow()).totals).toMatchObject({ read: 300, written: 0, unchanged: 300 });
    const missing = await server.call('PUT', `/api/flows/${flow}/streams/nobody/cursor`, { value: null });
    expect(missing.status).toBe(404);
  });

  it('asks what becomes of the cursor when it is to read something else', async () => {
    const draft = await server.call('GET', `/api/flows/${flow}`);
    const document = documentOf('Incremental', source('leads'), 'mailing');
    const saved = await server.call(
      'PUT',
      `/api/flows/${flow}`,
      { document },
      { 'if-match': draft.body.etag },
    );
    expect(saved.status).toBe(200);
    const asked = await server.call('POST', `/api/flows/${flow}/publish`, {});
    expect([asked.status, asked.body.code]).toEqual([409, 'flow.cursor-choice']);
    expect(asked.body.issues).toMatchObject([{ path: 'body.cursors.people' }]);
    expect(await get(`/api/flows/${flow}`)).toMatchObject({ version: 1, changed: true });
    const chosen = await server.call('POST', `/api/flows/${flow}/publish`, { cursors: { people: 'keep' } });
    expect(chosen.body).toMatchObject({ version: 2, changed: false });
  });
});

describe('a table that is kept in sync', () => {
  let flow: string;

  it('is loaded, followed, and in sync', async () => {
    flow = await publish(
      documentOf('Synced', { type: 'postgres.sync', config: { table: 'shop.people' } }, 'copied'),
    );
    const stream = await until(async () => {
      const now = await streamOf(flow);
      return now.state === 'in-sync' && now;
    }, 60_000);
    expect(stream).toMatchObject({ role: 'sync', problem: null, backfill: { state: 'done', read: 300 } });
    expect(stream.nextSweepAt).not.toBeNull();
    expect(await countIn('copied')).toBe(300);
    await database.query(`update shop.people set email = 'new@example.test' where id = 7`);
    await database.query('delete from shop.people where id = 8');
    await until(async () => (await countIn('copied')) === 299);
    expect(await database.query('select email from shop.copied where id = 7')).toEqual([
      { email: 'new@example.test' },
    ]);
  });

  it('is compared on demand, and what was changed behind its back is put right', async () => {
    await database.query('delete from shop.people where id = 9');
    await until(async () => (await countIn('copied')) === 298);
    const swept = await server.call('POST', `/api/flows/${flow}/streams/people/sweep`);
    expect(swept.status).toBe(200);
    const run = await lastRun(flow, 'sweep');
    expect(run).toMatchObject({
      status: 'succeeded',
      startedBy: 'manual',
      totals: { read: 298, written: 0 },
    });
    const stream = await until(async () => {
      const now = await streamOf(flow);
      return now.sweep?.runId === run.id && now;
    });
    expect(stream.sweep).toMatchObject({ checked: 298, repaired: 0, missing: 0 });
    expect(stream.verifiedThrough).not.toBeNull();
  });

  it('loads single records again, and everything, when somebody asks', async () => {
    const address = `/api/flows/${flow}/streams/people/backfill`;
    const some = await server.call('POST', address, { action: 'start', keys: ['1', '2'] });
    expect(some.status).toBe(200);
    expect(await lastRun(flow, 'backfill')).toMatchObject({ totals: { read: 2, unchanged: 2 } });
    const nothing = await server.call('POST', address, { action: 'pause' });
    expect([nothing.status, nothing.body.code]).toEqual([409, 'conflict.state']);
    const all = await server.call('POST', address, { action: 'start' });
    expect(all.body.backfill.runId).not.toBe(some.body.backfill.runId);
    await until(async () => (await streamOf(flow)).backfill?.state === 'done', 60_000);
    const odd = await server.call('POST', address, { action: 'stop', keys: ['1'] });
    expect([odd.status, odd.body.path]).toEqual([400, 'body.keys']);
  });

  it('shows in the figures of the installation', async () => {
    const figures = String((await server.call('GET', '/metrics')).body);
    expect(figures).toContain('syncline_captures{state="held"} 1');
    expect(figures).toMatch(/^syncline_sweep_checked_records 298$/m);
    expect(figures).toMatch(/^syncline_sweep_drift_records 0$/m);
    const { checks } = await get('/api/health');
    expect(checks).toContainEqual({ name: 'captures', ok: true, note: '1 held' });
  });

  it('stops before it deletes most of a table, until a person has said yes', async () => {
    await database.query('delete from shop.people where id > 100');
    const paused = await until(async () => {
      const now = await get(`/api/flows/${flow}`);
      return now.state === 'paused' && now;
    });
    expect(paused.pauseReason).toBe('guard');
    const decided = await server.call('POST', `/api/flows/${flow}/guard`, { decision: 'approve' });
    expect(decided.body.state).toBe('live');
    await until(async () => (await countIn('copied')) === 98, 60_000);
    const again = await server.call('POST', `/api/flows/${flow}/guard`, { decision: 'approve' });
    expect([again.status, again.body.code]).toEqual([409, 'conflict.state']);
  });
});
