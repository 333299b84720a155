import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { api, makeContext, sendJson } from '../egress/testing/apiServer.ts';
import { httpConnectionSchema, readHttpConnection } from './connection.ts';
import { httpConnector } from './http.ts';

async function check(
  status: number,
  connection: Record<string, unknown> = {},
  egressAllow = ['127.0.0.0/8'],
) {
  const server = await api((_, response) => sendJson(response, status, { message: 'hm s3cret' }));
  const context = makeContext({ baseUrl: server.url, ...connection }, { egressAllow });
  return { server, result: await httpConnector.check?.(context) };
}

describe('the check of a connection', () => {
  it('says in words what the API answered', async () => {
    const good = await check(200, { checkPath: '/me', auth: 'header', name: 'X-Api-Key', value: 's3cret' });
    expect(good.result).toMatchObject({
      ok: true,
      summary: expect.stringMatching(/\/me answered 200 in \d+ ms/),
    });
    expect(good.server.received[0]).toMatchObject({ url: '/me', headers: { 'x-api-key': 's3cret' } });
    expect((await check(401)).result).toMatchObject({
      ok: false,
      problem: { title: 'The sign-in was refused' },
    });
    expect((await check(403)).result).toMatchObject({
      ok: false,
      problem: { title: 'The sign-in lacks a right' },
    });
    expect((await check(500)).result).toMatchObject({ ok: false });
    expect((await check(404)).result).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('path for the check')],
    });
  });

  it('shows no secret, even when the API repeats it', async () => {
    const { result } = await check(401, { auth: 'bearer', token: 's3cret' });
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  it('tells a private address from a silent one', async () => {
    expect((await check(200, {}, [])).result).toMatchObject({
      problem: { title: 'This address may not be called' },
    });
    const { server } = await check(200);
    await server.stop();
    const result = await httpConnector.check?.(makeContext({ baseUrl: server.url }));
    expect(result).toMatchObject({ ok: false, problem: { title: 'The API does not answer' } });
  });
});

describe('a connection', () => {
  const problems = (connection: Record<string, unknown>) => {
    const parsed = httpConnectionSchema.safeParse({ baseUrl: 'https://api.example.com', ...connection });
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };

  it('needs what its sign-in needs', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ auth: 'basic' })).toEqual(['user', 'password']);
    expect(problems({ auth: 'bearer' })).toEqual(['token']);
    expect(problems({ auth: 'header' })).toEqual(['name', 'value']);
    expect(problems({ auth: 'header', name: 'Host', value: 'x' })).toEqual(['name']);
    expect(problems({ auth: 'oauth' })).toEqual(['tokenUrl', 'clientId', 'clientSecret']);
    const app = { tokenUrl: 'https://id.example.com/token?tenant=7', clientId: 'a', clientSecret: 'b' };
    expect(problems({ auth: 'oauth', ...app })).toEqual([]);
    expect(problems({ color: 'red' })).toEqual(['']);
  });

  it('names the field that the sign-in of an app lacks, and what to do', () => {
    const connection = {
      baseUrl: 'https://api.example.com',
      auth: 'oauth',
      tokenUrl: 'https://id.example.com',
    };
    expect(() => readHttpConnection({ ...connection, clientId: 'a' })).toThrow(
      'clientSecret: Enter the client secret: this sign-in needs it.',
    );
  });

  it('asks for what belongs to its sign-in only', () => {
    const { properties = {} } = z.toJSONSchema(httpConnectionSchema, { io: 'input' });
    const shownFor = (auth: string) =>
      Object.entries(properties).flatMap(([name, field]) => {
        const { ui } = z
          .object({ ui: z.object({ showIf: z.record(z.string(), z.array(z.string())).optional() }) })
          .parse(field);
        return ui.showIf?.auth?.includes(auth) ? [name] : [];
      });
    expect(shownFor('none')).toEqual([]);
    expect(shownFor('basic')).toEqual(['user', 'password']);
    expect(shownFor('bearer')).toEqual(['token']);
    expect(shownFor('header')).toEqual(['name', 'value']);
    expect(shownFor('oauth')).toEqual(['tokenUrl', 'clientId', 'clientSecret', 'scope', 'clientAuth']);
  });

  it('has a token address without user or fragment', () => {
    const app = { auth: 'oauth', clientId: 'a', clientSecret: 'b' };
    for (const tokenUrl of [
      'id.example.com/token',
      'ftp://a.example',
      'https://u:p@a.example',
      'https://a.example/#x',
    ])
      expect(problems({ ...app, tokenUrl })).toEqual(['tokenUrl']);
  });

  it('has an address without user, query or fragment', () => {
    for (const baseUrl of [
      'api.example.com',
      'ftp://a.example',
      'https://u:p@a.example',
      'https://a.example?x=1',
      'https://a.example/#x',
      '',
    ]) {
      expect(problems({ baseUrl })).toEqual(['baseUrl']);
    }
  });
});
