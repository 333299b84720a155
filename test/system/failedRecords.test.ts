import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, until } from './testServer.ts';

let server: TestServer;
let flow: { id: string; endpoints: Record<string, string> };
beforeAll(async () => {
  server = await startTestServer();
  flow = (await server.call('POST', '/api/templates/web-form-to-postgres/use', {})).body;
  await server.call('POST', `/api/flows/${flow.id}/publish`, {});
});
afterAll(() => server.remove());

const post = (lead: object) =>
  server.call('POST', (flow.endpoints.form ?? '').slice(server.url.length), {
    first: 'Ann',
    last: 'Lee',
    call: 'yes',
    at: '2026-11-21T12:00:00Z',
    ...lead,
  });

const get = async (path: string) => (await server.call('GET', path)).body;

interface LetterLike {
  id: string;
  state: string;
  sourceKey: string;
  replayRunId: string;
}

const openLetter = (sourceKey: string) =>
  until(async () => {
    const { items }: { items: LetterLike[] } = await get(`/api/dead-letters?flow=${flow.id}`);
    return items.find((item) => item.sourceKey === sourceKey);
  });

const closedLetter = (id: string) =>
  until(async () => {
    const letter = await get(`/api/dead-letters/${id}`);
    return !['open', 'replaying'].includes(letter.state) && letter;
  });

const written = async (lead: string) => {
  const { items } = await get(`/api/records?q=${lead}`);
  return items.find(
    (item: { node: string; state: string }) => item.node === 'leads' && item.state === 'synced',
  );
};

const audits = () => server.log.join('\n');

describe('a failed record', () => {
  it('stands in a group of its flow, step and cause', async () => {
    await post({ id: 'lead-a', email: 'no address' });
    await openLetter('lead-a');
    const { groups, total } = await get('/api/dead-letter-groups');
    expect(total).toBe(1);
    expect(groups).toMatchObject([{ flowId: flow.id, node: 'tidy', field: 'email', count: 1 }]);
    expect(groups[0].whatToDo).not.toBe('');
    expect((await get('/api/dead-letter-groups?state=ignored')).groups).toEqual([]);
  });

  it('is edited, tried without writing, replayed and written', async () => {
    const letter = await openLetter('lead-a');
    const before = await server.call('POST', `/api/dead-letters/${letter.id}/dry-run`, {});
    expect(before.body.results).toMatchObject([{ node: 'tidy', verdict: 'failed', field: 'email' }]);

    const { input } = await get(`/api/dead-letters/${letter.id}`);
    const mended = { ...input, email: 'Ann.Lee@Example.test' };
    const tried = await server.call('POST', `/api/dead-letters/${letter.id}/dry-run`, { input: mended });
    expect(tried.body.results).toMatchObject([
      { node: 'leads', verdict: 'create', record: { lead_id: 'lead-a', email: 'ann.lee@example.test' } },
    ]);
    expect(await written('lead-a')).toBeUndefined();

    const edited = await server.call('PUT', `/api/dead-letters/${letter.id}/edit`, { input: mended });
    expect(edited.body).toMatchObject({ state: 'open', edited: mended, editedBy: 'local', input });
    const replay = await server.call('POST', '/api/dead-letters/replay', { ids: [letter.id] });
    expect(replay.body).toMatchObject({ records: 1, left: 0 });
    const closed = await closedLetter(letter.id);
    expect(closed).toMatchObject({ state: 'replayed', replayRunId: replay.body.runIds[0] });
    const run = await get(`/api/runs/${replay.body.runIds[0]}`);
    expect(run).toMatchObject({
      kind: 'replay',
      startedBy: 'replay',
      feeder: 'form',
      totals: { written: 1 },
    });
    expect(await written('lead-a')).toMatchObject({ outcome: 'created' });
  });

  it('that went on meanwhile is left as it is by a replay', async () => {
    await post({ id: 'lead-b', email: 'broken' });
    const letter = await openLetter('lead-b');
    await post({ id: 'lead-b', email: 'newer@example.test' });
    await until(() => written('lead-b'));
    const old = { id: 'lead-b', email: 'older@example.test', call: 'no' };
    await server.call('PUT', `/api/dead-letters/${letter.id}/edit`, { input: old });
    const tried = await server.call('POST', `/api/dead-letters/${letter.id}/dry-run`, {});
    expect(tried.body.results).toMatchObject([{ node: 'leads', verdict: 'superseded' }]);
    await server.call('POST', '/api/dead-letters/replay', { flow: flow.id });
    expect(await closedLetter(letter.id)).toMatchObject({ state: 'superseded' });
    const { hops } = await story('lead-b');
    expect(hops[0].changes.concat(hops.flatMap((hop: { changes: object[] }) => hop.changes))).toContainEqual(
      expect.objectContaining({ field: 'email', after: 'newer@example.test' }),
    );
    expect(JSON.stringify(hops)).not.toContain('older@example.test');
  });

  it('is ignored with a reason, and put back', async () => {
    await post({ id: 'lead-c', email: 'nope' });
    const letter = await openLetter('lead-c');
    const silent = await server.call('POST', '/api/dead-letters/ignore', { select: { ids: [letter.id] } });
    expect(silent.status).toBe(400);
    const ignored = await server.call('POST', '/api/dead-letters/ignore', {
      select: { ids: [letter.id] },
      reason: 'A test of the form',
    });
    expect(ignored.body).toEqual({ records: 1 });
    expect(await get(`/api/dead-letters/${letter.id}`)).toMatchObject({
      state: 'ignored',
      ignoredReason: 'A test of the form',
      closedBy: 'local',
    });
    const refused = await server.call('PUT', `/api/dead-letters/${letter.id}/edit`, { input: {} });
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict.state']);
    expect((await server.call('POST', '/api/dead-letters/reopen', { ids: [letter.id] })).body.records).toBe(
      1,
    );
    expect(await openLetter('lead-c')).toMatchObject({ id: letter.id });
  });

  it('which never became a record says why it can not be replayed', async () => {
    const hook = (flow.endpoints.form ?? '').slice(server.url.length);
    await server.call('POST', hook, '{ not json');
    const raw = await until(async () => {
      const { items } = await get(`/api/dead-letters?flow=${flow.id}&node=form`);
      return items[0];
    });
    expect(raw).toMatchObject({ feeder: null, outcome: 'rejected' });
    for (const [path, body] of [
      ['/api/dead-letters/replay', { ids: [raw.id] }],
      [`/api/dead-letters/${raw.id}/dry-run`, {}],
    ] as const) {
      const refused = await server.call('POST', path, body);
      expect([refused.status, refused.body.code]).toEqual([409, 'conflict.state']);
      expect(refused.body.detail).toContain('never became a record');
    }
  });

  it('waits while its flow is paused', async () => {
    await server.call('POST', `/api/flows/${flow.id}/pause`);
    const refused = await server.call('POST', '/api/dead-letters/replay', { flow: flow.id });
    expect([refused.status, refused.body.code]).toEqual([409, 'flow.paused']);
    await server.call('POST', `/api/flows/${flow.id}/resume`);
  });

  it('leaves no value in the process log', () => {
    expect(audits()).not.toContain('ann.lee@example.test');
  });
});

const story = async (lead: string) => {
  const place = await written(lead);
  return get(`/api/records/story?destination=${place.destinationId}&key=${lead}`);
};

describe('a record', () => {
  it('is found by its e-mail, however that is written', async () => {
    const { items, tookMs } = await get(`/api/records?q=${encodeURIComponent(' NEWER@example.TEST ')}`);
    expect(items).toMatchObject([{ node: 'leads', key: 'lead-b', state: 'synced' }]);
    expect(tookMs).toBeLessThan(1000);
    expect((await get('/api/records?q=nobody@example.test')).items).toEqual([]);
  });

  it('that no destination has is found by its key, with its failure', async () => {
    const { items } = await get('/api/records?q=lead-c');
    expect(items).toMatchObject([{ node: 'tidy', state: 'dead', sourceKey: 'lead-c' }]);
    const told = await get(`/api/records/story?destination=${items[0].destinationId}&key=lead-c`);
    expect(told.hops[0]).toMatchObject({ node: 'tidy', outcome: 'dead', nodeTitle: 'Tidy lead' });
    expect(told.hops[0].detail).toContain('email');
  });

  it('tells what changed, from which value to which', async () => {
    await post({ id: 'lead-d', email: 'd@example.test', company: 'Old Ltd' });
    await until(() => written('lead-d'));
    await post({ id: 'lead-d', email: 'd@example.test', company: 'New Ltd' });
    const { hops } = await until(async () => {
      const told = await story('lead-d');
      return told.hops.length === 2 && told;
    });
    expect(hops[0]).toMatchObject({
      outcome: 'updated',
      changes: [{ field: 'company', before: 'Old Ltd', after: 'New Ltd' }],
    });
    expect(hops[1]).toMatchObject({ outcome: 'created' });
    const missing = await server.call('GET', '/api/records/story?destination=999&key=x');
    expect(missing.status).toBe(404);
  });
});
