import { describe, expect, it } from 'vitest';
import { createEndpointCache } from './endpointCache.ts';

function cacheOf(load: (id: string) => Promise<string | null>, mostKept = 10) {
  const clock = { now: 1000 };
  const cache = createEndpointCache(load, { keepMs: 2000, keepMissMs: 500, mostKept, now: () => clock.now });
  return { cache, clock };
}

describe('endpoint cache', () => {
  it('asks once for many posts that arrive together, and not again for two seconds', async () => {
    let asked = 0;
    const { cache, clock } = cacheOf(async (id) => {
      asked += 1;
      return `endpoint ${id}`;
    });
    const all = await Promise.all([cache.find('a'), cache.find('a'), cache.find('a')]);
    expect(all).toEqual(['endpoint a', 'endpoint a', 'endpoint a']);
    await cache.find('a');
    expect(asked).toBe(1);
    clock.now += 2001;
    await cache.find('a');
    expect(asked).toBe(2);
  });

  it('learns of a new address within half a second', async () => {
    let made = false;
    const { cache, clock } = cacheOf(async () => (made ? 'here' : null));
    expect(await cache.find('a')).toBeNull();
    made = true;
    expect(await cache.find('a')).toBeNull();
    clock.now += 501;
    expect(await cache.find('a')).toBe('here');
  });

  it('does not keep a failure', async () => {
    let away = true;
    const { cache } = cacheOf(async () => {
      if (away) throw new Error('no database');
      return 'here';
    });
    await expect(cache.find('a')).rejects.toThrow('no database');
    away = false;
    expect(await cache.find('a')).toBe('here');
  });

  it('does not keep what was loaded before a change', async () => {
    const answers: ((value: string) => void)[] = [];
    const { cache } = cacheOf(() => new Promise((resolve) => answers.push(resolve)));
    const old = cache.find('a');
    cache.clear();
    answers[0]?.('old');
    expect(await old).toBe('old');
    const fresh = cache.find('a');
    answers[1]?.('new');
    expect(await fresh).toBe('new');
    expect(await cache.find('a')).toBe('new');
  });

  it('stays small when somebody tries many addresses', async () => {
    let asked = 0;
    const { cache } = cacheOf(async () => {
      asked += 1;
      return null;
    }, 5);
    for (let turn = 0; turn < 20; turn += 1) await cache.find(`guess-${turn}`);
    await cache.find('guess-0');
    expect(asked).toBe(21);
  });
});
