import type { RawRequest } from '@syncline/model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { triggerConfigSchema } from './triggerNode.ts';
import { webhookConnector } from './webhook.ts';

const intake = webhookConnector.intakes['webhook.trigger'];
if (!intake) throw new Error('the webhook has no intake');

const arrival = { eventId: '4711', receivedTs: '2026-05-01T12:00:00.000Z' };
const configOf = (config: Record<string, unknown> = {}) => ({
  ...triggerConfigSchema.parse({ key: ['id'], ...config }),
});

function post(body: string | Uint8Array, headers: Record<string, string> = {}): RawRequest {
  const all = { 'content-type': 'application/json', ...headers };
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { method: 'POST', headers: new Map(Object.entries(all)), body: bytes };
}

const json = (value: unknown, headers?: Record<string, string>) => post(JSON.stringify(value), headers);
const decode = (request: RawRequest, config: Record<string, unknown> = {}) =>
  intake.decode(request, configOf(config), arrival);
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('an event', () => {
  it('is a change of one record', () => {
    expect(decode(json({ id: 17, email: 'a@b.example' }))).toEqual({
      rejected: [],
      changes: [
        {
          stream: 'events',
          key: '17',
          op: 'upsert',
          version: { kind: 'none', epoch: 0, value: '', granularityMs: 0 },
          record: { id: 17, email: 'a@b.example' },
          sourceTs: null,
          receivedTs: arrival.receivedTs,
          eventId: '4711',
        },
      ],
    });
  });

  it('may hold its record in an envelope with kind and time', () => {
    const config = {
      ...{ record: 'data.object', opPath: 'type', deletes: ['contact.deleted'] },
      ...{ versionPath: 'created', stream: 'contacts' },
    };
    const event = { type: 'contact.updated', created: 1767323045, data: { object: { id: 'c1' } } };
    expect(decode(json(event), config).changes[0]).toMatchObject({
      stream: 'contacts',
      key: 'c1',
      op: 'upsert',
      record: { id: 'c1' },
      version: { kind: 'ts', value: '2026-01-02T03:04:05.000000000Z', granularityMs: 1000 },
      sourceTs: '2026-01-02T03:04:05.000Z',
    });
    expect(decode(json({ ...event, type: 'contact.deleted' }), config).changes[0]?.op).toBe('delete');
    const bare = { type: 'contact.deleted', id: 'c1', data: {} };
    expect(decode(json(bare), { ...config, key: ['id'] }).changes[0]).toMatchObject({
      op: 'delete',
      key: 'c1',
    });
  });

  it('may be one of several in a post, with a fate of its own', () => {
    const posted = { events: [{ id: 1 }, { name: 'x' }, 7, { id: 2 }] };
    const { changes, rejected } = decode(json(posted), { items: 'events' });
    expect(changes.map(({ key }) => key)).toEqual(['1', '2']);
    expect(rejected.map(({ place, code }) => [place, code])).toEqual([
      ['event 4711, item 2', 'source.no-key'],
      ['event 4711, item 3', 'source.bad-row'],
    ]);
    expect(decode(json([{ id: 1 }, { id: 2 }])).changes).toHaveLength(2);
    expect(decode(json({ other: 1 }), { items: 'events' }).rejected[0]?.message).toContain(
      'no list of events',
    );
  });

  it('has a key of one or several fields; 17 and "17" are one record', () => {
    expect(decode(json({ shop: 'a', id: 17 }), { key: ['shop', 'id'] }).changes[0]?.key).toBe('["a","17"]');
    expect(decode(json({ id: '17' })).changes[0]?.key).toBe('17');
    expect(decode(post('{"id":12345678901234567890}')).changes[0]?.key).toBe('12345678901234567890');
  });

  it('can state a sequence number; what is no number is refused', () => {
    const config = { versionPath: 'n', versionKind: 'seq' };
    expect(decode(json({ id: 1, n: 9 }), config).changes[0]?.version).toMatchObject({
      kind: 'seq',
      value: '9',
    });
    expect(decode(json({ id: 1 }), config).changes[0]?.version.kind).toBe('none');
    expect(decode(json({ id: 1, n: 'x' }), config).rejected[0]).toMatchObject({ code: 'source.bad-row' });
  });
});

describe('forms', () => {
  it('are read with nested and repeated fields', () => {
    const body = 'type=subscribe&data[id]=7&data[merges][EMAIL]=a%40b.example&tag=x&tag=y&list[]=1';
    const { changes } = decode(post(body, form), { record: 'data' });
    expect(changes[0]).toMatchObject({ key: '7', record: { id: '7', merges: { EMAIL: 'a@b.example' } } });
    expect(decode(post(`id=1&${body}`, form)).changes[0]?.record).toMatchObject({
      tag: ['x', 'y'],
      list: ['1'],
    });
  });

  it('can not reach a prototype', () => {
    for (const name of [
      '__proto__[admin]',
      'a[__proto__][admin]',
      'constructor[prototype][admin]',
      'a[constructor]',
    ]) {
      expect(decode(post(`id=1&${name}=1`, form)).changes).toEqual([]);
    }
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  it('of absurd size are refused', () => {
    expect(decode(post(`id=1&${'a=1&'.repeat(2000)}`, form)).rejected).toHaveLength(1);
    expect(decode(post(`id=1&a${'[b]'.repeat(50)}=1`, form)).rejected).toHaveLength(1);
  });
});

describe('a body that can not be used is kept as rejected', () => {
  const cases: [string, RawRequest, string][] = [
    ['empty', post(''), 'source.bad-row'],
    ['not JSON', post('{"id":'), 'source.bad-row'],
    ['HTML', post('<html>'), 'source.bad-row'],
    ['a bare number', post('7'), 'source.bad-row'],
    ['null', post('null'), 'source.bad-row'],
    ['nested a hundred thousand deep', post('['.repeat(100_000)), 'source.bad-row'],
    ['nested in objects', post(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`), 'source.bad-row'],
    ['half a character', post('{"id":1,"n":"\\ud800"}'), 'source.bad-row'],
    ['half a character in a name', post('{"id":1,"\\udc00":1}'), 'source.bad-row'],
    ['a NUL', post('{"id":"a\\u0000"}'), 'source.bad-row'],
    ['not UTF-8', post(Buffer.from([0x7b, 0xff, 0x7d])), 'source.bad-row'],
    ['another content type', post('<x/>', { 'content-type': 'application/xml' }), 'source.bad-row'],
    [
      'a multipart upload',
      post('--x', { 'content-type': 'multipart/form-data; boundary=x' }),
      'source.bad-row',
    ],
    ['no key', post('{"name":"x"}'), 'source.no-key'],
    ['an empty key', post('{"id":""}'), 'source.no-key'],
    ['a key of absurd length', post(`{"id":"${'x'.repeat(5000)}"}`), 'source.no-key'],
    ['a huge record', post(`{"id":1,"text":"${'x'.repeat(1_100_000)}"}`), 'record.too-large'],
  ];
  it.each(cases)('%s', (_, request, code) => {
    const { changes, rejected } = decode(request);
    expect(changes).toEqual([]);
    expect(rejected).toEqual([
      { place: 'event 4711', code, message: expect.any(String), raw: expect.any(String) },
    ]);
    expect(rejected[0]?.raw.length).toBeLessThanOrEqual(8192);
  });

  it('odd but readable ones are read: a BOM, double names, huge numbers, no content type', () => {
    expect(decode(post('\ufeff{"id":1}')).changes).toHaveLength(1);
    expect(decode(post('{"id":1,"id":2}')).changes[0]?.key).toBe('2');
    expect(decode(post('{"id":1,"n":1e400}')).changes[0]?.record.n).toBe('1e400');
    expect(
      intake.decode(
        { method: 'POST', headers: new Map(), body: Buffer.from('{"id":1}') },
        configOf(),
        arrival,
      ).changes,
    ).toHaveLength(1);
  });

  it('nothing that comes makes it throw, and the lane it names is the key of the change', async () => {
    const anyBody = fc.oneof(
      fc.string().map((text) => Buffer.from(text)),
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record({ id: fc.jsonValue(), at: fc.jsonValue() })
        .map((value) => Buffer.from(JSON.stringify(value))),
    );
    const types = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain; charset=x',
      '',
    );
    await fc.assert(
      fc.property(anyBody, types, fc.boolean(), (body, type, listed) => {
        const config = configOf({ versionPath: 'at', ...(listed && { items: 'id' }) });
        const request = post(body, { 'content-type': type });
        const { changes, rejected } = intake.decode(request, config, arrival);
        for (const { raw } of rejected) expect(raw.includes('\u0000') || !raw.isWellFormed()).toBe(false);
        const lane = intake.laneKey(request, config);
        if (lane !== null) expect(changes.map(({ key }) => key)).toEqual([lane]);
        expect(() => intake.dedupeKey(request, configOf({ dedupe: 'path', dedupeName: 'id' }))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the key of a repeated delivery', () => {
  const keyOf = (headers: Record<string, string>, config: Record<string, unknown> = {}, body: unknown = {}) =>
    intake.dedupeKey(json(body, headers), configOf(config));

  it('comes from the id headers senders use', () => {
    expect(keyOf({ 'webhook-id': 'msg_1' })).toBe('webhook-id:msg_1');
    expect(keyOf({ 'x-shopify-event-id': 'e1', 'x-shopify-webhook-id': 'w1' })).toBe('x-shopify-event-id:e1');
    expect(keyOf({ 'x-github-delivery': 'd1' })).toBe('x-github-delivery:d1');
    expect(keyOf({ 'idempotency-key': 'k1', 'webhook-id': 'msg_1' })).toBe('webhook-id:msg_1');
    expect(keyOf({})).toBeNull();
  });

  it('or from a header or path of your choice, or from nowhere', () => {
    expect(keyOf({ 'x-own': '1' }, { dedupe: 'header', dedupeName: 'X-Own' })).toBe('x-own:1');
    expect(keyOf({}, { dedupe: 'path', dedupeName: 'meta.id' }, { meta: { id: 9 } })).toBe('body:9');
    expect(keyOf({}, { dedupe: 'path', dedupeName: 'meta.id' }, {})).toBeNull();
    expect(keyOf({ 'webhook-id': 'msg_1' }, { dedupe: 'none' })).toBeNull();
    const long = keyOf({ 'webhook-id': 'x'.repeat(5000) });
    expect(long).toMatch(/^sha256:/);
  });
});

describe('the lane', () => {
  it('is the key of the only record, unknown otherwise', () => {
    expect(intake.laneKey(json({ id: 17 }), configOf())).toBe('17');
    expect(intake.laneKey(json([{ id: 1 }, { id: 2 }]), configOf())).toBeNull();
    expect(intake.laneKey(post('{'), configOf())).toBeNull();
    expect(intake.laneKey(json({}), configOf())).toBeNull();
  });
});

describe('fields', () => {
  it('are learnt from what came and from the sample of the step', () => {
    const samples = [json({ id: 1, email: 'a@b.example' }), post('broken')];
    const schema = intake.describe(configOf({ sample: '{"id": 2, "at": "2026-01-02T03:04:05Z"}' }), samples);
    expect(schema).toMatchObject({
      key: ['id'],
      open: true,
      fields: [
        { name: 'id', type: 'integer', nullable: false },
        { name: 'email', type: 'email', nullable: true },
        { name: 'at', type: 'datetime', nullable: true },
      ],
    });
    expect(
      intake.describe(configOf({ key: ['nope'], sample: 'a=1&b=2' }), []).fields.map(({ name }) => name),
    ).toEqual(['a', 'b', 'nope']);
    // An event without its key is refused, so the key is known before the first post.
    expect(intake.describe(configOf({ key: ['id'] }), []).fields).toEqual([
      { name: 'id', type: 'text', nullable: false, required: false },
    ]);
  });
});

describe('the settings of a step', () => {
  const problems = (config: Record<string, unknown>) => {
    const parsed = triggerConfigSchema.safeParse({ key: ['id'], ...config });
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };

  it('name the field that is wrong', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ key: [] })).toEqual(['key']);
    expect(problems({ key: ['a..b'] })).toEqual(['key.0']);
    expect(problems({ dedupe: 'header' })).toEqual(['dedupeName']);
    expect(problems({ deletes: ['x'] })).toEqual(['opPath']);
    expect(problems({ opPath: 'type' })).toEqual(['deletes']);
    expect(problems({ colour: 1 })).toEqual(['']);
  });
});

describe('an event that another step can complete', () => {
  const asking = { fetchFrom: 'nightly', record: 'data', versionPath: 'at' };
  const keys = (value: unknown, config: Record<string, unknown> = asking) => {
    const { changes, hints = [], rejected } = decode(json(value), config);
    return {
      whole: changes.map(({ key }) => key),
      again: hints.map(({ key }) => key),
      rejected: rejected.length,
    };
  };

  it('is taken as it is when it brings the record and says when it changed', () => {
    const whole = { at: '2026-05-01T10:00:00.5Z', data: { id: 7, name: 'Ada' } };
    expect(keys(whole)).toEqual({ whole: ['7'], again: [], rejected: 0 });
  });

  it('only names its record when it lacks the record or its time', () => {
    expect(keys({ data: { id: 7, name: 'Ada' } })).toEqual({ whole: [], again: ['7'], rejected: 0 });
    expect(keys({ id: 7, at: '2026-05-01T10:00:00.5Z' })).toEqual({ whole: [], again: ['7'], rejected: 0 });
    expect(keys({ id: 7 }, { fetchFrom: 'nightly' })).toEqual({ whole: [], again: ['7'], rejected: 0 });
  });

  it('may tell of a delete: with its time it counts, without it is looked up', () => {
    const config = { ...asking, opPath: 'type', deletes: ['gone'] };
    expect(keys({ type: 'gone', id: 7, at: '2026-05-01T10:00:00.5Z' }, config).whole).toEqual(['7']);
    expect(keys({ type: 'gone', id: 7 }, config).again).toEqual(['7']);
  });

  it('is still refused without its key, and nothing changes where no step is named', () => {
    expect(keys({ data: { name: 'Ada' } })).toEqual({ whole: [], again: [], rejected: 1 });
    expect(keys({ id: 7 }, { record: 'data' })).toEqual({ whole: [], again: [], rejected: 1 });
    expect(decode(json({ id: 7 })).hints).toBeUndefined();
  });
});
