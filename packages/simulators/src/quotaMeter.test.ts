import { describe, expect, it } from 'vitest';
import { startPeopleSimulator } from './people/peopleSimulator.ts';
import { createQuotaMeter } from './quotaMeter.ts';

describe('a limit', () => {
  it('admits so many calls in each window and counts the others', () => {
    let now = 5_400;
    const meter = createQuotaMeter({ most: 2, perMs: 1000, says: 'draft' }, () => now);
    expect(meter.admit()).toEqual({
      admitted: true,
      headers: { ratelimit: '"calls";r=1;t=1', 'ratelimit-policy': '"calls";q=2;w=1' },
    });
    expect(meter.admit().admitted).toBe(true);
    expect(meter.admit()).toMatchObject({ admitted: false, headers: { 'retry-after': '1' } });
    now = 6_000;
    expect(meter.admit().admitted).toBe(true);
    expect([meter.calls(), meter.exceeded(), meter.worst()]).toEqual([4, 1, 3]);
  });

  it.each([
    ['seconds', '2'],
    ['epoch', '8'],
    ['nothing', undefined],
  ] as const)('is told as %s', (says, reset) => {
    const meter = createQuotaMeter({ most: 5, perMs: 2000, says }, () => 6_100);
    expect(meter.admit().headers['x-ratelimit-reset']).toBe(reset);
  });

  it('can be put on the contacts API, from outside too', async () => {
    const people = await startPeopleSimulator();
    const ask = (path: string, body?: unknown) =>
      fetch(`${people.url}${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
    expect((await ask('/__sim/limit', { most: 1, perMs: 3_600_000, says: 'seconds' })).status).toBe(204);
    expect((await ask('/__sim/limit', { most: 0, perMs: 1, says: 'seconds' })).status).toBe(422);
    const first = await ask('/contacts');
    expect([first.status, first.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
    const second = await ask('/contacts');
    expect(second.status).toBe(429);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await (await ask('/__sim')).json()).toMatchObject({ limit: { calls: 2, exceeded: 1 } });
    people.control.limit(null);
    expect((await ask('/contacts')).status).toBe(200);
    await people.stop();
  });
});
