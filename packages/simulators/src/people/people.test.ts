import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPeopleHandler } from './peopleHandler.ts';
import { type PeopleSimulator, startPeopleSimulator } from './peopleSimulator.ts';

let people: PeopleSimulator;
beforeAll(async () => {
  people = await startPeopleSimulator();
});
afterAll(() => people.stop());
beforeEach(() => people.control.reset());

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${people.url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const person = (n: number) => ({ email: `p${n}@example.com`, name: `P${n}` });

describe('contacts', () => {
  it('are made, read, changed and removed', async () => {
    const made = await send('POST', '/contacts', person(1));
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect((await send('PATCH', `/contacts/${id}`, { city: 'Ulm' })).status).toBe(200);
    expect(await (await send('GET', `/contacts/${id}`)).json()).toMatchObject({ ...person(1), city: 'Ulm' });
    expect((await send('PUT', `/contacts/${id}`, person(2))).status).toBe(200);
    expect((await send('PUT', '/contacts/own-7', person(7))).status).toBe(201);
    expect((await send('DELETE', `/contacts/${id}`)).status).toBe(204);
    expect((await send('DELETE', `/contacts/${id}`)).status).toBe(404);
    expect(people.control.contacts().map((contact) => contact.id)).toEqual(['own-7']);
  });

  it('are refused with the field that is wrong', async () => {
    await send('POST', '/contacts', person(1));
    expect((await send('POST', '/contacts', person(1))).status).toBe(409);
    const bad = await send('POST', '/contacts', { email: 'nobody' });
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ errors: [{ field: 'email' }] });
  });

  it('are written once for one idempotency key', async () => {
    const key = { 'idempotency-key': 'k1' };
    const first = await (await send('POST', '/contacts', person(1), key)).json();
    const again = await send('POST', '/contacts', person(1), key);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(first);
    expect((await send('POST', '/contacts', person(2), key)).status).toBe(422);
    expect(people.control.contacts()).toHaveLength(1);
  });

  it('come in lists with a fate for each, or all together', async () => {
    const each = await send('POST', '/contacts/batch', [person(1), { email: 'x' }, person(2)]);
    expect(each.status).toBe(207);
    expect(await each.json()).toMatchObject({ results: [{ status: 201 }, { status: 422 }, { status: 201 }] });
    expect((await send('POST', '/contacts/all-or-nothing', [person(3), person(1)])).status).toBe(409);
    expect(people.control.contacts()).toHaveLength(2);
    expect((await send('POST', '/contacts/all-or-nothing', [person(3), person(4)])).status).toBe(200);
    expect(people.control.contacts()).toHaveLength(4);
  });
});

describe('lists', () => {
  type Page = { items?: { id: string }[]; results?: { id: string }[]; next?: string | null };
  const ids = (items: { id: string }[] = []) => items.map(({ id }) => Number(id));
  const all = Array.from({ length: 25 }, (_, at) => at + 1);

  it('give every contact once, whatever the style of paging', async () => {
    people.control.seed(25);
    const found: Record<string, number[]> = { link: [], next: [], cursor: [], offset: [], page: [] };

    for (let url: string | undefined = `${people.url}/link/contacts?limit=10`; url; ) {
      const answer: Response = await fetch(url);
      found.link?.push(...ids((await answer.json()) as { id: string }[]));
      url = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    for (let url: string | null | undefined = `${people.url}/next/contacts?limit=10`; url; ) {
      const page = (await (await fetch(url)).json()) as Page;
      found.next?.push(...ids(page.items));
      url = page.next;
    }
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const answer = await fetch(`${people.url}/cursor/contacts?limit=10&cursor=${cursor}`);
      const page = (await answer.json()) as Page & { paging: { next?: { after: string } } };
      found.cursor?.push(...ids(page.results));
      cursor = page.paging.next?.after;
    }
    for (let start = 0; start < 30; start += 10) {
      const offset = await fetch(`${people.url}/offset/contacts?limit=10&offset=${start}`);
      found.offset?.push(...ids(((await offset.json()) as Page).items));
      const page = await fetch(`${people.url}/page/contacts?size=10&page=${start / 10 + 1}`);
      found.page?.push(...ids(((await page.json()) as Page).items));
    }
    for (const style of Object.values(found)) expect(style).toEqual(all);
  });

  it('can begin at a time of change', async () => {
    people.control.seed(5);
    const since = people.control.contacts()[3]?.updated_at ?? '';
    const answer = await fetch(`${people.url}/contacts?updated_since=${encodeURIComponent(since)}`);
    expect(ids(((await answer.json()) as { data: { id: string }[] }).data)).toEqual([4, 5]);
  });
});

describe('a search', () => {
  const found = async (email: string) => {
    const answer = await send('GET', `/contacts?email=${encodeURIComponent(email)}`);
    return ids(((await answer.json()) as { data: { id: string }[] }).data);
  };
  const ids = (items: { id: string }[]) => items.map(({ id }) => id);

  it('by e-mail finds who has it, twins included where they are allowed', async () => {
    people.control.seed(3);
    expect(await found('PERSON2@example.com')).toEqual(['2']);
    expect(await found('nobody@example.com')).toEqual([]);
    expect(await found('')).toEqual([]);
    people.control.allowTwins(true);
    expect((await send('POST', '/contacts', { email: 'person2@example.com' })).status).toBe(201);
    expect(await found('person2@example.com')).toEqual(['2', '4']);
  });
});

describe('faults', () => {
  it('strike the nth request, by path, with a stated wait', async () => {
    people.control.addFault({ fault: '429', retryAfter: 3, path: '/contacts', nth: 2 });
    people.control.addFault({ fault: '429', retryAfter: 'date', path: '/page' });
    expect((await send('GET', '/contacts')).status).toBe(200);
    const held = await send('GET', '/contacts');
    expect([held.status, held.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await send('GET', '/contacts')).status).toBe(200);
    const dated = (await send('GET', '/page/contacts')).headers.get('retry-after');
    expect(Date.parse(dated ?? '')).toBeGreaterThan(Date.now() - 1000);
  });

  it('strike by the same chance for the same seed', async () => {
    const statuses = async () => {
      const sim = await startPeopleSimulator({ seed: 7 });
      sim.control.addFault({ fault: '500', probability: 0.5 });
      const found: number[] = [];
      for (let n = 0; n < 20; n += 1) found.push((await fetch(`${sim.url}/contacts`)).status);
      await sim.stop();
      return found;
    };
    const first = await statuses();
    expect(await statuses()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  it('lose a write behind a good answer, or an answer behind a done write', async () => {
    people.control.addFault({ fault: 'lost-write', times: 1 });
    expect((await send('POST', '/contacts', person(1))).status).toBe(201);
    expect(people.control.contacts()).toHaveLength(0);
    people.control.addFault({ fault: 'lost-answer', times: 1 });
    await expect(send('POST', '/contacts', person(1))).rejects.toThrow();
    expect(people.control.contacts()).toHaveLength(1);
  });

  it('break an answer in every way an answer breaks', async () => {
    people.control.seed(3);
    for (const fault of ['truncated-json', 'reset'] as const) {
      people.control.addFault({ fault, times: 1 });
      await expect(send('GET', '/contacts').then((answer) => answer.json())).rejects.toThrow();
    }
    people.control.addFault({ fault: '502-html', times: 1 });
    expect((await send('GET', '/contacts')).headers.get('content-type')).toContain('text/html');
    people.control.addFault({ fault: 'error-body', times: 1 });
    expect(await (await send('POST', '/contacts', person(1))).json()).toHaveProperty('errors');
    people.control.addFault({ fault: 'stall', times: 1 });
    const signal = AbortSignal.timeout(200);
    await expect(fetch(`${people.url}/contacts`, { signal })).rejects.toThrow();
    people.control.addFault({ fault: 'drip', times: 1, path: '/contacts/' });
    expect(await (await send('GET', '/contacts/1')).json()).toMatchObject({ id: '1' });
  });
});

describe('the control port', () => {
  it('seeds, breaks, counts and tells what came', async () => {
    expect((await send('POST', '/__sim/seed', { count: 3 })).status).toBe(204);
    expect((await send('POST', '/__sim/faults', { fault: '500', times: 1 })).status).toBe(204);
    expect((await send('POST', '/__sim/faults', { fault: 'flood' })).status).toBe(422);
    expect((await send('GET', '/contacts')).status).toBe(500);
    expect((await send('PUT', '/contacts/1', person(1), { 'x-a': 'b' })).status).toBe(200);
    expect(await (await send('GET', '/__sim')).json()).toEqual({
      contacts: 3,
      counts: { 'GET /contacts': 1, 'PUT /contacts/1': 1 },
    });
    expect(people.control.journal()[1]).toMatchObject({
      method: 'PUT',
      headers: { 'x-a': 'b' },
      status: 200,
    });
    expect((await send('POST', '/__sim/reset')).status).toBe(204);
    expect(people.control.contacts()).toEqual([]);
  });

  it('can ask for a token', async () => {
    people.control.requireToken('t0p');
    expect((await send('GET', '/contacts')).status).toBe(401);
    expect((await send('GET', '/contacts', undefined, { authorization: 'Bearer t0p' })).status).toBe(200);
  });
});

describe('mounted in another server', () => {
  it('gives addresses below its mount point', async () => {
    const handler = createPeopleHandler();
    handler.control.seed(3);
    const server = createServer((request, response) => {
      const inner = Object.assign(request, { baseUrl: '/demo', url: request.url?.replace(/^\/demo/, '') });
      handler(inner, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const port = (server.address() as AddressInfo).port;
    const answer = await fetch(`http://127.0.0.1:${port}/demo/next/contacts?limit=2`);
    expect(await answer.json()).toMatchObject({
      next: `http://127.0.0.1:${port}/demo/next/contacts?limit=2&after=2`,
    });
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
});
