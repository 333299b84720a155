import { loadTemplates } from '@syncline/templates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, until } from './testServer.ts';

let server: TestServer;
let flow: { id: string; endpoints: Record<string, string> };
beforeAll(async () => {
  server = await startTestServer();
  // For its table.
  await server.call('POST', '/api/templates/web-form-to-postgres/use', {});
  const { document } = loadTemplates().find(({ id }) => id === 'web-form-to-postgres') ?? {};
  const reviewed = {
    ...document,
    name: 'Reviewed leads',
    nodes: { ...document?.nodes, review: { type: 'approve', title: 'Is this a lead?', config: {} } },
    edges: [
      ['form', 'tidy'],
      ['tidy', 'review'],
      ['review', 'leads'],
    ],
  };
  flow = (await server.call('POST', '/api/flows', { document: reviewed, bindings: { database: 'database' } }))
    .body;
  const published = await server.call('POST', `/api/flows/${flow.id}/publish`, {});
  expect(published.body).toMatchObject({ state: 'live' });
});
afterAll(() => server.remove());

const get = async (path: string) => (await server.call('GET', path)).body;

const post = (lead: object) =>
  server.call('POST', (flow.endpoints.form ?? '').slice(server.url.length), {
    first: 'Ann',
    last: 'Lee',
    call: 'yes',
    at: '2026-11-21T12:00:00Z',
    ...lead,
  });

interface Waiting {
  id: string;
  key: string;
  contentHash: string;
  record: Record<string, unknown>;
  changes: { field: string; before?: unknown; after: unknown }[] | null;
}

const waiting = async (): Promise<Waiting[]> => (await get(`/api/approvals?flow=${flow.id}`)).items;

const waitingFor = (key: string, fits: (one: Waiting) => boolean = () => true) =>
  until(async () => (await waiting()).find((one) => one.key === key && fits(one)));

const decide = (id: string, body: object) => server.call('POST', `/api/approvals/${id}/decide`, body);

const placesOf = async (lead: string): Promise<{ node: string; state: string; outcome: string }[]> =>
  (await get(`/api/records?q=${lead}&flow=${flow.id}`)).items;

const delivered = (lead: string) =>
  until(async () => (await placesOf(lead)).find(({ node, state }) => node === 'leads' && state === 'synced'));

const writesOf = async () => {
  const { items } = await get(`/api/runs?flow=${flow.id}&kind=release`);
  return items.reduce((sum: number, run: { totals: { written: number } }) => sum + run.totals.written, 0);
};

describe('a record that waits for a person', () => {
  it('stands in the list with what it would change, oldest first, and is counted', async () => {
    await post({ id: 'lead-a', email: 'a@example.test' });
    await waitingFor('lead-a');
    await post({ id: 'lead-b', email: 'b@example.test' });
    await waitingFor('lead-b');
    const items = await waiting();
    expect(items.map(({ key }) => key)).toEqual(['lead-a', 'lead-b']);
    expect(items[0]).toMatchObject({
      node: 'review',
      nodeTitle: 'Is this a lead?',
      op: 'upsert',
      state: 'waiting',
    });
    expect(items[0]?.changes).toContainEqual({ field: 'email', after: 'a@example.test' });
    expect(await get('/api/approval-counts')).toMatchObject({
      total: 2,
      checkpoints: [{ flowId: flow.id, node: 'review', waiting: 2 }],
    });
    expect(await placesOf('lead-a')).toMatchObject([{ node: 'review', state: 'parked' }]);
  });

  it('goes on when it is approved, and the other stays', async () => {
    const one = await waitingFor('lead-a');
    const answer = await decide(one.id, { decision: 'approve', contentHash: one.contentHash, note: 'Known' });
    expect(answer.body).toMatchObject({ state: 'approved', decidedBy: 'local', note: 'Known' });
    expect(await delivered('lead-a')).toMatchObject({ outcome: 'created' });
    expect((await waiting()).map(({ key }) => key)).toEqual(['lead-b']);
    expect(await placesOf('lead-b')).toMatchObject([{ node: 'review', state: 'parked' }]);
    const again = await decide(one.id, { decision: 'approve', contentHash: one.contentHash });
    expect([again.status, again.body.state]).toEqual([200, 'approved']);
    const other = await decide(one.id, { decision: 'reject', contentHash: one.contentHash });
    expect([other.status, other.body.code]).toEqual([409, 'conflict.state']);
  });

  it('is approved for the content that was seen, not for a newer one', async () => {
    const seen = await waitingFor('lead-b');
    await post({ id: 'lead-b', email: 'b2@example.test' });
    const newer = await waitingFor('lead-b', ({ contentHash }) => contentHash !== seen.contentHash);
    const late = await decide(seen.id, { decision: 'approve', contentHash: seen.contentHash });
    expect(late.status).toBe(409);
    const wrong = await decide(newer.id, { decision: 'approve', contentHash: seen.contentHash });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'conflict.changed']);
    expect(await waiting()).toMatchObject([{ key: 'lead-b', contentHash: newer.contentHash }]);
  });

  it('is delivered once when two people approve at the same moment', async () => {
    const before = await writesOf();
    const one = await waitingFor('lead-b');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => decide(one.id, { decision: 'approve', contentHash: one.contentHash })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    await delivered('lead-b');
    await until(async () => (await writesOf()) === before + 1);
    const { hops } = await get(`/api/records/story?destination=${await destinationOf('lead-b')}&key=lead-b`);
    expect(hops.filter(({ outcome }: { outcome: string }) => outcome === 'created')).toHaveLength(1);
  });

  it('can be edited by whoever approves it; that is what is written, under its own hash', async () => {
    await post({ id: 'lead-c', email: 'c@example.test', company: 'Typo Ldt' });
    const one = await waitingFor('lead-c');
    const other = { ...one.record, lead_id: 'lead-x' };
    const refused = await decide(one.id, {
      decision: 'approve',
      contentHash: one.contentHash,
      record: other,
    });
    expect([refused.status, refused.body.path]).toEqual([400, 'body.record.lead_id']);
    const record = { ...one.record, company: 'Typo Ltd' };
    const answer = await decide(one.id, { decision: 'approve', contentHash: one.contentHash, record });
    expect(answer.body).toMatchObject({ state: 'approved', record: { company: 'Typo Ltd' } });
    expect(answer.body.contentHash).not.toBe(one.contentHash);
    await delivered('lead-c');
    const { hops } = await get(`/api/records/story?destination=${await destinationOf('lead-c')}&key=lead-c`);
    expect(hops[0].changes).toContainEqual({ field: 'company', after: 'Typo Ltd' });
  });

  it('shows what it would change of what is there', async () => {
    await post({ id: 'lead-c', email: 'new@example.test', company: 'Typo Ltd' });
    const one = await waitingFor('lead-c');
    expect(one.changes).toEqual([{ field: 'email', before: 'c@example.test', after: 'new@example.test' }]);
  });

  it('is rejected, and the same content does not ask again', async () => {
    const one = await waitingFor('lead-c');
    const answer = await decide(one.id, { decision: 'reject', contentHash: one.contentHash, note: 'Spam' });
    expect(answer.body).toMatchObject({ state: 'rejected', note: 'Spam' });
    await post({ id: 'lead-c', email: 'new@example.test', company: 'Typo Ltd' });
    await post({ id: 'lead-d', email: 'd@example.test' });
    await waitingFor('lead-d');
    expect((await waiting()).map(({ key }) => key)).toEqual(['lead-d']);
    expect((await get(`/api/approvals?flow=${flow.id}&state=rejected`)).items).toMatchObject([
      { key: 'lead-c' },
    ]);
  });

  it('is decided with all before it; what came later stays', async () => {
    await post({ id: 'lead-e', email: 'e@example.test' });
    const upTo = await waitingFor('lead-e');
    await post({ id: 'lead-f', email: 'f@example.test' });
    await waitingFor('lead-f');
    const answer = await server.call('POST', '/api/approvals/decide', {
      flow: flow.id,
      node: 'review',
      decision: 'approve',
      upTo: upTo.id,
    });
    expect(answer.body).toEqual({ records: 2 });
    await Promise.all(['lead-d', 'lead-e'].map(delivered));
    expect((await waiting()).map(({ key }) => key)).toEqual(['lead-f']);
  });

  it('that its destination refuses behind the checkpoint is a failed record, and a replay begins there', async () => {
    await post({ id: 'lead-g', email: 'g@example.test', company: 'broken' });
    const one = await waitingFor('lead-g');
    const nul = { ...one.record, email: null };
    await decide(one.id, { decision: 'approve', contentHash: one.contentHash, record: nul });
    const letter = await until(async () => {
      const { items } = await get(`/api/dead-letters?flow=${flow.id}&node=leads`);
      return items[0];
    });
    expect(letter).toMatchObject({ feeder: 'review', key: 'lead-g', state: 'open' });
    const input = { ...letter.input, email: 'g@example.test' };
    const tried = await server.call('POST', `/api/dead-letters/${letter.id}/dry-run`, { input });
    expect(tried.body.results).toMatchObject([{ node: 'leads', verdict: 'create' }]);
    await server.call('PUT', `/api/dead-letters/${letter.id}/edit`, { input });
    await server.call('POST', '/api/dead-letters/replay', { ids: [letter.id] });
    await delivered('lead-g');
    await until(async () => (await get(`/api/dead-letters/${letter.id}`)).state === 'replayed');
  });

  it('waits through a restart', async () => {
    await server.restart();
    const one = await waitingFor('lead-f');
    await decide(one.id, { decision: 'approve', contentHash: one.contentHash });
    await delivered('lead-f');
  });
});

const destinationOf = async (lead: string): Promise<string> => {
  const items: { node: string; destinationId: string }[] = (
    await get(`/api/records?q=${lead}&flow=${flow.id}`)
  ).items;
  return items.find(({ node }) => node === 'leads')?.destinationId ?? '';
};
