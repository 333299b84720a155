import { describe, expect, it } from 'vitest';
import { createAccessTokens } from './accessTokens.ts';
import type { GrantedToken } from './fetchToken.ts';
import type { OAuthClient } from './oauthClient.ts';
import { TokenFailure } from './tokenFailure.ts';

const app: OAuthClient = {
  tokenUrl: 'https://id.example.com/token',
  clientId: 'app',
  clientSecret: 's3cret',
  scope: '',
  clientAuth: 'basic',
};

const asking = (signal = new AbortController().signal) => ({
  egressAllow: [],
  now: () => new Date('2026-05-01T12:00:00Z'),
  signal,
});

/** Tokens of which every call is answered by hand, and a clock that stands still. */
function start() {
  const clock = { ms: 0 };
  const asked: {
    client: OAuthClient;
    grant: (lifeMs: number | null) => void;
    refuse: (why: unknown) => void;
  }[] = [];
  const tokens = createAccessTokens(
    (client) =>
      new Promise<GrantedToken>((resolve, reject) => {
        const text = `token ${asked.length + 1}`;
        asked.push({ client, grant: (lifeMs) => resolve({ text, lifeMs }), refuse: reject });
      }),
    () => clock.ms,
  );
  const take = async (client = app, lifeMs: number | null = 3_600_000) => {
    const before = asked.length;
    const taken = tokens.take(client, asking());
    if (asked.length > before) asked.at(-1)?.grant(lifeMs);
    return taken;
  };
  return { clock, asked, tokens, take };
}

describe('the access token of an app', () => {
  it('is fetched by one call for all who wait, and kept', async () => {
    const { tokens, asked } = start();
    const waiting = Array.from({ length: 8 }, () => tokens.take(app, asking()));
    asked[0]?.grant(null);
    expect(new Set(await Promise.all(waiting)).size).toBe(1);
    expect((await tokens.take(app, asking())).text).toBe('token 1');
    expect(asked).toHaveLength(1);
  });

  it('is renewed a minute before its end, counted from when it was asked for', async () => {
    const { clock, tokens, asked, take } = start();
    const first = tokens.take(app, asking());
    clock.ms = 10_000;
    asked[0]?.grant(3_600_000);
    expect((await first).text).toBe('token 1');
    clock.ms = 3_539_999;
    expect((await take()).text).toBe('token 1');
    clock.ms = 3_540_000;
    expect((await take()).text).toBe('token 2');
    expect(asked).toHaveLength(2);
  });

  it('of a short life is good for three quarters of it, and one without an end until it is refused', async () => {
    const short = start();
    await short.take(app, 60_000);
    short.clock.ms = 44_999;
    expect((await short.take()).text).toBe('token 1');
    short.clock.ms = 45_000;
    expect((await short.take()).text).toBe('token 2');
    const endless = start();
    await endless.take(app, null);
    endless.clock.ms = 1e12;
    expect((await endless.take()).text).toBe('token 1');
  });

  it('is replaced once, however many found it refused', async () => {
    const { tokens, asked, take } = start();
    const old = await take();
    const renewed = Array.from({ length: 8 }, () => {
      tokens.drop(app, old);
      return tokens.take(app, asking());
    });
    asked[1]?.grant(null);
    expect((await Promise.all(renewed)).map(({ text }) => text)).toEqual(new Array(8).fill('token 2'));
    // Whoever hears of it only now takes the new one.
    tokens.drop(app, old);
    expect((await take()).text).toBe('token 2');
    expect(asked).toHaveLength(2);
  });

  it('is waited for by the others when one gives up', async () => {
    const { tokens, asked } = start();
    const stop = new AbortController();
    const given = tokens.take(app, asking(stop.signal));
    const others = [tokens.take(app, asking()), tokens.take(app, asking())];
    stop.abort(new Error('cancelled'));
    await expect(given).rejects.toThrow('cancelled');
    asked[0]?.grant(null);
    expect((await Promise.all(others)).map(({ text }) => text)).toEqual(['token 1', 'token 1']);
    expect(asked).toHaveLength(1);
  });

  it('that nobody waits for any more may fail without harm', async () => {
    const { tokens, asked } = start();
    const stop = new AbortController();
    const given = tokens.take(app, asking(stop.signal));
    stop.abort(new Error('cancelled'));
    await expect(given).rejects.toThrow('cancelled');
    asked[0]?.refuse(new TokenFailure('unreachable', 'away'));
    // A rejection that nobody hears would end the test run.
    await new Promise((done) => setImmediate(done));
    expect(asked).toHaveLength(1);
  });

  it('is asked for again after a failure, but not before the time that was stated', async () => {
    const { clock, tokens, asked, take } = start();
    const failing = (why: TokenFailure) => {
      const taken = tokens.take(app, asking());
      asked.at(-1)?.refuse(why);
      return taken;
    };
    await expect(failing(new TokenFailure('unreachable', 'answered 500'))).rejects.toThrow('answered 500');
    await expect(failing(new TokenFailure('limited', 'answered 429', 30_000))).rejects.toThrow(
      'answered 429',
    );
    clock.ms = 20_000;
    await expect(take()).rejects.toMatchObject({ kind: 'limited', afterMs: 10_000 });
    expect(asked).toHaveLength(2);
    clock.ms = 30_000;
    expect((await take()).text).toBe('token 3');
  });

  it('is one for the same app, and another for another secret, scope, address or way', async () => {
    const { asked, take } = start();
    await take({ ...app });
    await take({ ...app });
    expect(asked).toHaveLength(1);
    for (const other of [
      { clientSecret: 'new' },
      { scope: 'read' },
      { tokenUrl: 'https://other.example.com' },
      { clientAuth: 'body' as const },
    ])
      await take({ ...app, ...other });
    expect(asked).toHaveLength(5);
  });

  it('of the app that was used longest ago is forgotten when there are too many, unless it is being fetched', async () => {
    const { tokens, asked, take } = start();
    const slow = tokens.take({ ...app, clientId: 'slow' }, asking());
    await take({ ...app, clientId: 'oldest' });
    for (let n = 0; n < 63; n += 1) await take({ ...app, clientId: `app ${n}` });
    asked[0]?.grant(null);
    expect((await slow).text).toBe('token 1');
    const before = asked.length;
    await take({ ...app, clientId: 'slow' });
    expect(asked).toHaveLength(before);
    await take({ ...app, clientId: 'oldest' });
    expect(asked).toHaveLength(before + 1);
  });

  it('is known for as long as calls may carry it', async () => {
    const { tokens, take } = start();
    for (let n = 0; n < 6; n += 1) tokens.drop(app, await take());
    expect(tokens.known(app)).toEqual(['token 6', 'token 5', 'token 4', 'token 3']);
    expect(tokens.known({ ...app, scope: 'other' })).toEqual([]);
  });
});
