import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type PeopleSimulator, startPeopleSimulator } from './peopleSimulator.ts';

interface Post {
  id: string;
  type: string;
  at?: string;
  data: { id: string; name?: string };
}

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(): Promise<{ people: PeopleSimulator; posts: Post[]; url: string }> {
  const posts: Post[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    posts.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(202).end();
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const address = receiver.address();
  const people = await startPeopleSimulator({ seed: 5 });
  ends.push(people.stop, () => new Promise((done) => receiver.close(done)));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { people, posts, url: `http://127.0.0.1:${address.port}/hook` };
}

describe('webhooks', () => {
  it('tell of creates, changes and deletes with the contact as it was', async () => {
    const { people, posts, url } = await start();
    people.control.seed(2);
    people.control.sendWebhooks({ url });
    people.control.patch('1', { name: 'Ada' });
    people.control.remove('2');
    await fetch(`${people.url}/contacts`, {
      method: 'POST',
      body: JSON.stringify({ email: 'new@b.example' }),
    });
    await people.control.webhooksSettled();
    expect(posts.map(({ type, data }) => [type, data.id]).sort()).toEqual([
      ['contact.created', '3'],
      ['contact.deleted', '2'],
      ['contact.updated', '1'],
    ]);
    expect(posts.find(({ type }) => type === 'contact.updated')?.data.name).toBe('Ada');
  });

  it('come twice, in another order, or never, as the switches say', async () => {
    const { people, posts, url } = await start();
    people.control.seed(1);
    people.control.sendWebhooks({ url, duplicates: 0.5, shuffleMs: 300, drops: 0.2 });
    for (let n = 1; n <= 100; n += 1) people.control.patch('1', { name: `Ada ${n}` });
    await people.control.webhooksSettled();
    const ids = posts.map(({ id }) => Number(id.slice(4)));
    const dropped = people.control.webhooksSent().filter(({ fate }) => fate === 'dropped').length;
    expect(dropped).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(100 - dropped);
    expect(ids.length).toBeGreaterThan(100 - dropped + 20);
    expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
  });

  it('may name the contact only, and are switched over HTTP', async () => {
    const { people, posts, url } = await start();
    people.control.seed(1);
    const steer = (method: string, body?: unknown) =>
      fetch(`${people.url}/__sim/webhooks`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    expect((await steer('POST', { url: 'nowhere' })).status).toBe(422);
    expect((await steer('POST', { url, thin: true })).status).toBe(204);
    people.control.patch('1', { name: 'Ada' });
    await people.control.webhooksSettled();
    await steer('DELETE');
    people.control.patch('1', { name: 'Bob' });
    await people.control.webhooksSettled();
    expect(posts).toEqual([{ id: 'evt_1', type: 'contact.updated', data: { id: '1' } }]);
  });
});

interface Answered {
  data: { id: string }[];
  items: unknown[];
  errors: unknown[];
  updated_at: string;
}

describe('a list', () => {
  // A test asserts the shape of what it reads.
  const read = async (people: PeopleSimulator, path: string): Promise<Answered> =>
    (await (await fetch(people.url + path)).json()) as Answered;

  it('takes ids, and times of change can be coarse', async () => {
    const { people } = await start();
    people.control.seed(5);
    expect((await read(people, '/contacts?ids=2,4,9')).data.map(({ id }) => id)).toEqual(['2', '4']);
    people.control.coarsen(1000);
    people.control.patch('2', { name: 'x' });
    expect((await read(people, '/contacts/2')).updated_at).toMatch(/\.000Z$/);
  });

  it('fails in ways that look like success', async () => {
    const { people } = await start();
    people.control.seed(10);
    people.control.addFault({ fault: 'short-page', nth: 1 });
    expect((await read(people, '/next/contacts?limit=4')).items).toHaveLength(2);
    people.control.clearFaults();
    people.control.addFault({ fault: 'empty-list', times: 1 });
    expect(await read(people, '/next/contacts')).toMatchObject({ items: [], next: null });
    people.control.clearFaults();
    people.control.addFault({ fault: 'error-data', times: 1 });
    const both = await read(people, '/contacts');
    expect([both.data.length, both.errors.length]).toEqual([10, 1]);
  });
});
