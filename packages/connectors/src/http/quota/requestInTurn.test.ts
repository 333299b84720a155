import { createServer } from 'node:http';
import type { ConnectorContext, WriteRecord } from '@syncline/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, makeContext, sendJson } from '../../egress/testing/apiServer.ts';
import { httpConnector } from '../http.ts';
import { httpDestination } from '../httpDestination.ts';
import { httpSource } from '../httpSource.ts';
import { quotaUsage, shareQuotas } from './requestInTurn.ts';

// The clock of all here, the API's too, goes on by a step in each turn of the process: while the machine holds that up no
// time passes, so neither windows nor patience end sooner than the calls have had their turns.
const stepMs = 10;
let pace: ReturnType<typeof setInterval>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  pace = setInterval(() => vi.advanceTimersByTime(stepMs), stepMs);
});

afterEach(async () => {
  clearInterval(pace);
  vi.useRealTimers();
  shareQuotas(1);
});

/**
 * An API that takes so many calls in each window and refuses the rest, by its own clock. One that is honest says what is
 * left of windows that follow each other; one that is not says nothing, and its window moves along with each call.
 */
async function startLimited(most: number, windowMs: number, honest = true) {
  let began = performance.now();
  let taken: number[] = [];
  const seen = { refused: 0 };
  const server = await api(({ method }, response) => {
    const now = performance.now();
    if (now >= began + windowMs) began += Math.floor((now - began) / windowMs) * windowMs;
    taken = [...taken.filter((at) => (honest ? at >= began : now - at < windowMs)), now];
    const used = taken.length;
    const headers: Record<string, string> = honest
      ? {
          'x-ratelimit-limit': String(most),
          'x-ratelimit-remaining': String(Math.max(0, most - used)),
          'x-ratelimit-reset': ((began + windowMs - now) / 1000).toFixed(3),
        }
      : {};
    // Answers take their time and overtake each other.
    setTimeout(
      () => {
        if (used > most) {
          seen.refused += 1;
          sendJson(response, 429, { message: 'slow down' }, { ...headers, 'retry-after': '1' });
        } else sendJson(response, 200, method === 'GET' ? { id: 'k' } : {}, headers);
      },
      ((used * 7) % 5) * 8,
    );
  });
  return { server, seen };
}

const records = (count: number): WriteRecord[] =>
  Array.from({ length: count }, (_, n) => ({
    key: `k${n}`,
    op: 'upsert',
    record: { id: `k${n}` },
    idempotencyKey: `i${n}`,
    remoteId: null,
  }));

const put = { method: 'PUT', path: '/people/{{id}}', concurrency: 16 };

const write = (context: ConnectorContext, count: number) =>
  httpDestination.write(context, {
    config: put,
    batch: records(count),
    attemptId: 'a',
    destinationId: 'd',
    runId: 'r',
  });

describe('the calls of a connection', () => {
  it('never exceed a limit that the API states, though sixteen are sent at a time', async () => {
    const { server, seen } = await startLimited(20, 300);
    const context = makeContext({ baseUrl: server.url }, { priority: 'batch' });
    const outcomes = await write(context, 70);
    expect(outcomes.every(({ status }) => status === 'ok')).toBe(true);
    expect(seen).toEqual({ refused: 0 });
  });

  it('leave a fifth of a limit that the API states to live changes', async () => {
    const { server, seen } = await startLimited(20, 3_600_000);
    const batch = makeContext({ baseUrl: server.url }, { priority: 'batch' });
    const outcomes = await write(batch, 70);
    const later = outcomes.filter(({ status }) => status === 'retry');
    expect(outcomes.filter(({ status }) => status === 'ok')).toHaveLength(16);
    expect(later).toMatchObject(new Array(54).fill({ code: 'destination.rate-limited' }));
    const live = { ...batch, priority: 'live' } as const;
    expect((await write(live, 6)).filter(({ status }) => status === 'ok')).toHaveLength(4);
    expect(server.received).toHaveLength(20);
    expect(seen).toEqual({ refused: 0 });
  });

  it('never exceed a limit that a person set, and live ones need not wait while a load does', async () => {
    const { server, seen } = await startLimited(48, 1000, false);
    const connection = { baseUrl: server.url, limitCalls: 48, limitPer: 'second' };
    const batch = makeContext(connection, { priority: 'batch' });
    const live = makeContext(connection, { priority: 'live' });
    const asked = { path: '/people', key: ['id'], itemPath: '/people/{{key}}' };
    // The first call to an API goes alone, so it is not to be one of the load.
    await httpSource.fetch?.(live, asked, ['k']);
    const before = quotaUsage().waits.live;
    const writing = write(batch, 60);
    for (let n = 0; n < 9; n += 1) {
      await httpSource.fetch?.(live, asked, ['k']);
      await new Promise((done) => setTimeout(done, 100));
    }
    const outcomes = await writing;
    expect(outcomes.every(({ status }) => status === 'ok')).toBe(true);
    expect(server.received).toHaveLength(70);
    expect(quotaUsage().waits.live - before).toBe(0);
    expect(seen).toEqual({ refused: 0 });
  });

  it('that would wait for long go back to the engine with the time to wait, and those before them count', async () => {
    const { server } = await startLimited(1000, 1000, false);
    const context = makeContext(
      { baseUrl: server.url, limitCalls: 10, limitPer: 'minute' },
      { priority: 'batch' },
    );
    const outcomes = await write(context, 12);
    const done = outcomes.filter(({ status }) => status === 'ok');
    const later = outcomes.filter(({ status }) => status === 'retry');
    expect([done.length, later.length]).toEqual([8, 4]);
    expect(later[0]).toMatchObject({ code: 'destination.rate-limited' });
    expect(later[0]?.status === 'retry' && (later[0].afterMs ?? 0)).toBeGreaterThan(50_000);
    // Nothing at all could be sent: the page as a whole waits.
    await expect(write(context, 1)).rejects.toMatchObject({
      verdict: 'retry',
      code: 'destination.rate-limited',
      rateLimited: true,
      message: expect.stringContaining('is called at most 10 times a minute'),
    });
    await expect(httpSource.describe(context, { path: '/people', key: ['id'] })).rejects.toMatchObject({
      code: 'source.rate-limited',
      rateLimited: true,
    });
    // Live changes still have their part, and a person who checks the connection is told what is the matter.
    const live = { ...context, priority: 'live' } as const;
    expect((await write(live, 1))[0]).toMatchObject({ status: 'ok' });
    expect((await write(live, 1))[0]).toMatchObject({ status: 'ok' });
    expect(await httpConnector.check?.(makeContext(context.connection))).toMatchObject({
      ok: false,
      problem: { title: 'The limit of the API is used up just now' },
    });
    expect(server.received).toHaveLength(10);
  });

  it('are split between processes', async () => {
    const { server } = await startLimited(1000, 1000, false);
    shareQuotas(0.5);
    const context = makeContext({ baseUrl: server.url, limitCalls: 10, limitPer: 'hour' });
    expect((await write(context, 9)).filter(({ status }) => status === 'ok')).toHaveLength(5);
  });

  it('of two connections with different keys have nothing to do with each other', async () => {
    const { server } = await startLimited(1000, 1000, false);
    const limit = { baseUrl: server.url, auth: 'bearer', limitCalls: 1, limitPer: 'hour' };
    expect(await write(makeContext({ ...limit, token: 'one' }), 1)).toMatchObject([{ status: 'ok' }]);
    expect(await write(makeContext({ ...limit, token: 'two' }), 1)).toMatchObject([{ status: 'ok' }]);
    await expect(write(makeContext({ ...limit, token: 'one', checkPath: '/me' }), 1)).rejects.toThrow();
  });

  it('that are given up while they wait are known not to have been sent', async () => {
    const { server } = await startLimited(1000, 1000, false);
    const stop = new AbortController();
    // When an answer is read its time is asked for: the first has come then, and the others still wait.
    const now = () => {
      stop.abort(new Error('the run was cancelled'));
      return new Date('2026-05-01T12:00:00Z');
    };
    const context = makeContext({ baseUrl: server.url, limitCalls: 1 }, { signal: stop.signal, now });
    const [first, ...others] = await write(context, 4);
    expect(first).toMatchObject({ status: 'ok' });
    expect(others).toMatchObject(new Array(3).fill({ status: 'retry', code: 'destination.unreachable' }));
    expect(server.received).toHaveLength(1);
  });

  it('that never left are not counted', async () => {
    const free = createServer();
    await new Promise<void>((done) => free.listen(0, '127.0.0.1', done));
    const address = free.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((done) => free.close(done));
    const context = makeContext({ baseUrl: `http://127.0.0.1:${port}`, limitCalls: 2, limitPer: 'hour' });
    for (let n = 0; n < 5; n += 1)
      await expect(write(context, 1)).rejects.toMatchObject({ code: 'destination.unreachable' });
  });

  it('are summed up over all connections', async () => {
    const { server } = await startLimited(5, 60_000);
    const before = quotaUsage();
    await write(makeContext({ baseUrl: server.url }, { priority: 'batch' }), 3);
    const after = quotaUsage();
    expect(after.calls.batch - before.calls.batch).toBe(3);
    expect(after.left).toBeLessThanOrEqual(0.4);
    expect(after.exceeded).toBe(before.exceeded);
  });
});
