import type { WriteOutcome, WriteRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { type ApiServer, api, makeContext, sendJson } from '../egress/testing/apiServer.ts';
import { type BatchTime, startBatchTime } from './batchTime.ts';
import { readHttpConnection } from './connection.ts';
import { findMatches } from './findMatches.ts';
import { httpDestination } from './httpDestination.ts';
import { type Sending, sendBatch } from './sendBatch.ts';
import { sendConfigSchema } from './sendNode.ts';

/** The clock of the batches. It moves when an answer comes. */
let now = 0;
const clock = () => now;

/** Each answer takes so long, several at a time. */
const slow = (seconds: number, { atATime = 1, status = 201 } = {}) =>
  api((_, response) => {
    now += (seconds * 1000) / atATime;
    sendJson(response, status, {});
  });

const records = (count: number): WriteRecord[] =>
  Array.from({ length: count }, (_, n) => ({
    key: `k${n}`,
    op: 'upsert',
    record: { email: `k${n}@example.com` },
    idempotencyKey: `idem-${n}`,
    remoteId: null,
  }));

function sendingTo(
  server: ApiServer,
  config: Record<string, unknown>,
  connection: Record<string, unknown> = {},
): Sending {
  const context = makeContext({ baseUrl: server.url, ...connection });
  return {
    context,
    connection: readHttpConnection(context.connection),
    config: sendConfigSchema.parse({ whenLost: 'at-most-once', ...config }),
  };
}

const send = (server: ApiServer, config: Record<string, unknown>, count: number) =>
  sendBatch(sendingTo(server, config), records(count), startBatchTime(clock));

const notBegun = {
  status: 'retry',
  code: 'destination.unreachable',
  message: 'it was not sent',
  notBegun: true,
};
const countOf = (outcomes: readonly WriteOutcome[], status: WriteOutcome['status']) =>
  outcomes.filter((outcome) => outcome.status === status).length;

describe('a batch of a slow API', () => {
  it('begins nothing after fifteen seconds, hears what is on its way, and gives the rest back as not begun', async () => {
    const server = await slow(2, { atATime: 2 });
    const begun = now;
    const outcomes = await send(server, { concurrency: 2 }, 100);
    expect(now - begun).toBeLessThanOrEqual(16_000);
    const written = countOf(outcomes, 'ok');
    expect(written).toBeGreaterThanOrEqual(15);
    // Whatever was sent got its answer; nobody has to ask what became of it.
    expect(server.received).toHaveLength(written);
    expect(outcomes.slice(written)).toEqual(Array.from({ length: 100 - written }, () => notBegun));
  });

  it('begins nothing whose answer could come too late, when each takes long', async () => {
    const server = await slow(11);
    const outcomes = await send(server, { concurrency: 1 }, 3);
    expect(server.received).toHaveLength(1);
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'retry', 'retry']);
  });

  it('ends when all of it is answered', async () => {
    expect(countOf(await send(await slow(1), { concurrency: 4 }, 12), 'ok')).toBe(12);
  });

  it('says what the API said, not that there was no time, once that stopped it', async () => {
    let asked = 0;
    const server = await api((_, response) => {
      asked += 1;
      sendJson(response, asked > 2 ? 429 : 201, {}, { 'retry-after': '12' });
    });
    const outcomes = await send(server, { concurrency: 1 }, 5);
    const held = { status: 'retry', code: 'destination.rate-limited', message: expect.any(String) };
    expect(outcomes.slice(2)).toEqual([1, 2, 3].map(() => ({ ...held, afterMs: 12_000 })));
  });

  it.each([
    ['is not begun', 2, notBegun],
    ['is held by the limit', 3, { status: 'retry', code: 'destination.rate-limited' }],
  ])(
    '%s what waited in vain for its turn when the time is over after %i requests',
    async (_, most, second) => {
      const server = await slow(0);
      const sending = sendingTo(server, { concurrency: 1 }, { limitCalls: 1, limitPer: 'hour' });
      let begun = 0;
      const patienceMs = () => {
        begun += 1;
        return 0;
      };
      const time: BatchTime = { isOver: () => begun >= most, patienceMs, spend: (request) => request() };
      expect(await sendBatch(sending, records(2), time)).toMatchObject([{ status: 'ok' }, second]);
    },
  );

  it('leaves a server alone that fails again and again, and does not call that a want of time', async () => {
    const outcomes = await send(await slow(0.1, { status: 503 }), { concurrency: 1 }, 30);
    expect(outcomes.at(-1)).toEqual({
      status: 'retry',
      code: 'destination.server',
      message: 'left out after several failures in a row',
    });
  });

  it('sends further lists with the next batch, and halves a refused one until it can tell of a record', async () => {
    const lists = { send: 'list', listSize: 10 };
    const taken = await send(await slow(6), lists, 40);
    expect(countOf(taken, 'ok')).toBe(30);
    expect(taken.slice(30)).toEqual(Array.from({ length: 10 }, () => notBegun));

    const refusing = await slow(6, { status: 422 });
    const refused = await send(refusing, lists, 40);
    expect(countOf(refused, 'reject')).toBe(1);
    expect(countOf(refused, 'retry')).toBe(39);
    expect(refusing.received.map(({ body }) => JSON.parse(body).length)).toEqual([10, 5, 3, 2, 1]);
  });

  it('searches for no more than it has time for either', async () => {
    const server = await api(({ url }, response) => {
      now += 2_000;
      sendJson(response, 200, { data: [{ id: url }] });
    });
    const config = {
      path: '/contacts',
      updatePath: '/contacts/{{$id}}',
      idPath: 'id',
      match: 'search',
      matchPath: '/contacts?email={{email}}',
      matchItems: 'data',
      matchId: 'id',
      concurrency: 2,
    };
    const found = await findMatches(sendingTo(server, config), records(16), startBatchTime(clock));
    expect(server.received).toHaveLength(found.filter((outcome) => 'found' in outcome).length);
    expect(server.received.length).toBeLessThanOrEqual(9);
    expect(found.at(-1)).toEqual({ ...notBegun, message: 'it was not searched for' });
  });
});

describe('the size of a batch', () => {
  it.each([
    [{ concurrency: 1 }, 25],
    [{}, 100],
    [{ concurrency: 16 }, 400],
    [{ send: 'list', listSize: 50 }, 200],
    [{ send: 'list', listSize: 1000 }, 1000],
  ])('of a step with %j is %i', (config, size) => {
    expect(httpDestination.batchSize?.({ ...sendConfigSchema.parse(config) })).toBe(size);
  });
});
