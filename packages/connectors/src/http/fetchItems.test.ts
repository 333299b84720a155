import { describe, expect, it } from 'vitest';
import { type ApiServer, api, makeContext, sendJson } from '../egress/testing/apiServer.ts';
import { httpSource } from './httpSource.ts';
import { scheduleConfigSchema } from './scheduleNode.ts';

const answering = (status: number, body: unknown) => api((_, response) => sendJson(response, status, body));
const request = (config: Record<string, unknown>) => ({
  config: { ...scheduleConfigSchema.parse({ key: ['id'], ...config }) },
});

describe('single records', () => {
  const people = new Map([
    ['1', { id: 1, name: 'Ada', at: '2026-05-01T10:00:00.5Z' }],
    ['a/b', { id: 'a/b', name: 'Odd' }],
  ]);
  const fetch = async (server: ApiServer, config: Record<string, unknown>, keys: string[]) => {
    const { config: saved } = request({ path: '/people', ...config });
    const { changes, absent } = (await httpSource.fetch?.(
      makeContext({ baseUrl: server.url }),
      saved,
      keys,
    )) ?? {
      changes: [],
      absent: [],
    };
    return { found: changes.map(({ key, record }) => [key, record.name]), absent };
  };
  const byPath = () =>
    api(({ url }, response) => {
      const person = people.get(decodeURIComponent(url.replace('/people/', '')));
      if (person) sendJson(response, 200, { data: person });
      else sendJson(response, url.endsWith('/9') ? 410 : 404, { message: 'not here' });
    });

  it('are asked for at their own address; 404 and 410 mean gone', async () => {
    const server = await byPath();
    const config = { itemPath: '/people/{{key}}', itemRecord: 'data', changedField: 'at' };
    expect(await fetch(server, config, ['1', 'a/b', '2', '9'])).toEqual({
      found: [
        ['1', 'Ada'],
        ['a/b', 'Odd'],
      ],
      absent: ['2', '9'],
    });
  });

  it('are asked for together where the list takes ids, and those it leaves out once more by themselves', async () => {
    const urls: string[] = [];
    const server = await api(({ url }, response) => {
      urls.push(url);
      if (url.includes('ids=')) return sendJson(response, 200, [people.get('1')]);
      sendJson(response, url.endsWith('/2') ? 200 : 404, { id: 2, name: 'Hidden' });
    });
    const config = { idsParam: 'ids', itemPath: '/people/{{id}}' };
    expect(await fetch(server, config, ['1', '2', '3'])).toEqual({
      found: [
        ['1', 'Ada'],
        ['2', 'Hidden'],
      ],
      absent: ['3'],
    });
    expect(urls).toEqual(['/people?ids=1%2C2%2C3', '/people/2', '/people/3']);
    expect((await fetch(server, { idsParam: 'ids' }, ['1', '2'])).absent).toEqual(['2']);
  });

  it.each([
    ['an error inside success', 200, { errors: [{ message: 'try later' }] }],
    ['a partial success', 207, { data: people.get('1') }],
    ['another record', 200, { data: people.get('a/b') }],
    ['nothing', 200, { data: null }],
    ['a server error', 500, { message: 'broken' }],
  ])('are never taken for gone because of %s', async (_, status, body) => {
    const server = await answering(status, body);
    const config = { itemPath: '/people/{{key}}', itemRecord: 'data' };
    await expect(fetch(server, config, ['1'])).rejects.toMatchObject({ verdict: 'retry' });
  });

  it('are not taken from a list that ignores the ids', async () => {
    const server = await answering(200, [...people.values()]);
    await expect(fetch(server, { idsParam: 'ids' }, ['1'])).rejects.toMatchObject({
      verdict: 'pause',
      path: 'idsParam',
    });
  });

  it('need a place for their key in the path', () => {
    const problem = (itemPath: string, key = ['id']) =>
      scheduleConfigSchema.safeParse({ key, itemPath }).error?.issues[0]?.message;
    expect(problem('/people')).toContain('{{key}}');
    expect(problem('/people/{{name}}')).toContain('{{name}}');
    expect(problem('/orgs/{{org}}/people/{{id}}', ['org', 'id'])).toBeUndefined();
    expect(httpSource.fetches?.(request({}).config)).toBe(false);
    expect(httpSource.fetches?.(request({ itemPath: '/p/{{key}}' }).config)).toBe(true);
  });
});
