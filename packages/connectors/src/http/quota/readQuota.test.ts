import { describe, expect, it } from 'vitest';
import { readQuota } from './readQuota.ts';

const now = new Date('2026-05-01T12:00:00.400Z');
const epoch = now.getTime() / 1000;
const read = (headers: Record<string, string>) => readQuota(new Map(Object.entries(headers)), now);

describe('what an answer says of its limits', () => {
  it.each([
    [
      'the draft, with its policy',
      { ratelimit: '"day";r=50;t=30', 'ratelimit-policy': '"day";q=100;w=60' },
      [{ name: 'day', limit: 100, remaining: 50, resetMs: 30_000, windowMs: 60_000 }],
    ],
    [
      'the draft, with two limits and a comma inside a name',
      {
        ratelimit: '"a,b";r=5;t=1, "hour";r=900;t=3000',
        'ratelimit-policy': '"a,b";q=10;w=1;pk=:aGk=:,"hour";q=1000;w=3600',
      },
      [
        { name: 'a,b', limit: 10, remaining: 5, windowMs: 1000 },
        { name: 'hour', limit: 1000, remaining: 900, windowMs: 3_600_000 },
      ],
    ],
    [
      'the draft, with a policy alone',
      { 'ratelimit-policy': '"burst";q=20;w=10' },
      [{ name: 'burst', limit: 20, remaining: null, windowMs: 10_000 }],
    ],
    [
      'draft 7',
      { ratelimit: 'limit=100, remaining=42, reset=9', 'ratelimit-policy': '100;w=10' },
      [{ name: 'default', limit: 100, remaining: 42, resetMs: 9000, windowMs: 10_000 }],
    ],
    [
      'three fields of draft 6',
      { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '7', 'ratelimit-reset': '5' },
      [{ limit: 100, remaining: 7, resetMs: 5000, blurMs: 1000 }],
    ],
    [
      'seconds',
      { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '17' },
      [{ limit: 60, remaining: 0, resetMs: 17_000 }],
    ],
    [
      'parts of a second',
      { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '0.25' },
      [{ resetMs: 250, blurMs: 10 }],
    ],
    [
      'a time in epoch seconds, by our clock',
      {
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': '3',
        'x-ratelimit-reset': String(Math.round(epoch + 9.6)),
      },
      [{ resetMs: 9600, blurMs: 1000 }],
    ],
    [
      'a time in epoch seconds, by the clock of the vendor',
      {
        date: 'Fri, 01 May 2026 11:00:00 GMT',
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': '3',
        'x-ratelimit-reset': String(Math.floor(epoch) - 3600 + 20),
      },
      [{ resetMs: 20_000 }],
    ],
    [
      'a time in epoch milliseconds',
      {
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': '3',
        'x-ratelimit-reset': String(now.getTime() + 4321),
      },
      [{ resetMs: 4321 }],
    ],
    [
      'a date in words',
      {
        'x-ratelimit-limit': '20',
        'x-ratelimit-remaining': '7',
        'x-ratelimit-reset': 'Fri May 01 2026 14:00:02 GMT+0200 (Central European Summer Time)',
      },
      [{ resetMs: 1600 }],
    ],
    [
      'one more hyphen, and no reset',
      { 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': '4' },
      [{ limit: 10, remaining: 4, resetMs: null }],
    ],
    [
      'several limits in one header: the tightest',
      {
        'x-ratelimit-limit': '100, 100;window=60, 10000;window=86400',
        'x-ratelimit-remaining': '98, 12',
        'x-ratelimit-reset': '3',
      },
      [{ limit: 100, remaining: 12 }],
    ],
    [
      'a limit of a group of paths',
      { 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '29', 'x-ratelimit-resource': 'search' },
      [{ name: 'x-ratelimit-search', limit: 30 }],
    ],
    [
      'an interval in milliseconds',
      {
        'x-hubspot-ratelimit-max': '100',
        'x-hubspot-ratelimit-remaining': '99',
        'x-hubspot-ratelimit-interval-milliseconds': '10000',
      },
      [{ limit: 100, remaining: 99, resetMs: 10_000, windowMs: 10_000 }],
    ],
  ])('is read: %s', (_, headers, expected) => {
    const found = read(headers);
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });

  it.each([
    ['nothing at all', {}],
    ['more left than there is', { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '11' }],
    ['no limit, as 0 or -1', { 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0' }],
    ['a count below zero', { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '-1' }],
    ['words', { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': 'some' }],
    ['a number of no size', { 'ratelimit-remaining': '99999999999999999999' }],
    ['a limit without how much is left', { 'x-ratelimit-limit': '10', 'x-ratelimit-reset': '5' }],
    [
      'a unit that is not calls',
      { 'ratelimit-policy': '"b";q=65535;qu="content-bytes";w=10', ratelimit: '"b";r=3' },
    ],
    ['a broken list', { ratelimit: '";;=,"=;r' }],
    ['a policy without a window', { 'ratelimit-policy': '"a";q=5' }],
  ])('is left out: %s', (_, headers) => {
    expect(read(headers)).toEqual([]);
  });

  it.each([
    ['a week away', '600000'],
    ['a year ago', String(Math.round(epoch) - 365 * 86_400)],
    ['in a hundred years', String(Math.round(epoch) + 100 * 365 * 86_400)],
    ['no time', 'soon'],
  ])('is kept without its reset: %s', (_, reset) => {
    expect(
      read({ 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '2', 'x-ratelimit-reset': reset }),
    ).toMatchObject([{ remaining: 2, resetMs: null }]);
  });

  it('takes time with a hostile header only as far as it reads', () => {
    const began = performance.now();
    for (const text of [`"${'a'.repeat(1e6)}`, ';r='.repeat(3e5), '"'.repeat(1e6), 'a="'.repeat(3e5)])
      read({
        ratelimit: text,
        'ratelimit-policy': text,
        'x-ratelimit-remaining': text,
        'x-ratelimit-reset': text,
      });
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
