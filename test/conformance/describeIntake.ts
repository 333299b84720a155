import { type Change, compareVersions, type RawRequest } from '@syncline/model';
import { expect, it } from 'vitest';
import type { ConnectorKit, IntakeKit } from './connectorKit.ts';
import { parsedConfig } from './describeConnector.ts';

/** Receiving: nobody else gets in, nothing that comes makes it throw, order and doubles do not matter. */
export function describeIntake(kit: ConnectorKit, intake: IntakeKit): void {
  const receiver = kit.connector.intakes[intake.type];
  if (!receiver) throw new Error(`no intake ${intake.type}`);
  const now = new Date('2026-05-01T12:00:00Z');
  const config = () => parsedConfig(kit, intake.type, intake.config());

  function post(body: string, headers: Record<string, string> = intake.sign(body, now)): RawRequest {
    return { method: 'POST', headers: new Map(Object.entries(headers)), body: Buffer.from(body) };
  }
  const verify = (request: RawRequest, at = now) =>
    receiver.verify(request, config(), intake.connection(), at);

  it('lets in what the sender signed, and nothing that was changed by a byte', () => {
    const body = intake.event('1', 1);
    expect(verify(post(body))).toEqual({ ok: true });
    const headers = intake.sign(body, now);
    for (let at = 0; at < body.length; at += 1) {
      const changed = `${body.slice(0, at)}${body[at] === '1' ? '2' : '1'}${body.slice(at + 1)}`;
      expect(verify(post(changed, headers)).ok).toBe(false);
    }
    for (const name of Object.keys(headers).filter((header) => header !== 'content-type')) {
      const { [name]: _, ...fewer } = headers;
      expect(verify(post(body, fewer)).ok).toBe(false);
      expect(verify(post(body, { ...headers, [name]: `${headers[name]}0` })).ok).toBe(false);
      expect(verify(post(body, { ...headers, [name]: '' })).ok).toBe(false);
    }
    expect(verify(post(body), new Date(now.getTime() + 3_600_000)).ok).toBe(false);
  });

  it('shows no secret when it refuses', () => {
    const refusal = JSON.stringify(verify(post(intake.event('1', 1), {})));
    for (const secret of kit.secrets) expect(refusal).not.toContain(secret);
  });

  it('rejects what it can not read, and never throws', () => {
    const bodies = [
      '',
      '{',
      '[',
      'null',
      '7',
      '"x"',
      '{}',
      '[]',
      '\u0000',
      '['.repeat(10_000),
      '{"id":"\\ud800"}',
    ];
    for (const body of bodies) {
      const { changes } = receiver.decode(post(body), config(), {
        eventId: 'e',
        receivedTs: now.toISOString(),
      });
      expect([body.slice(0, 20), changes]).toEqual([body.slice(0, 20), []]);
      expect(receiver.laneKey(post(body), config())).toBeNull();
      expect(() => receiver.dedupeKey(post(body), config())).not.toThrow();
    }
  });

  it('ends in the newest state, in whatever order and however often the events come', () => {
    const deliveries = [3, 1, 2, 2, 3, 1, 4, 1].flatMap((state) => ['a', 'b'].map((key) => ({ key, state })));
    for (let turn = 0; turn < deliveries.length; turn += 1) {
      const order = [...deliveries.slice(turn), ...deliveries.slice(0, turn)];
      const held = new Map<string, Change>();
      for (const { key, state } of order) {
        const request = post(intake.event(key, state));
        const { changes } = receiver.decode(request, config(), {
          eventId: 'e',
          receivedTs: now.toISOString(),
        });
        expect(receiver.laneKey(request, config())).toBe(key);
        for (const change of changes) {
          const before = held.get(change.key);
          if (!before || compareVersions(before.version, change.version) === 'older')
            held.set(change.key, change);
        }
      }
      const newest = (key: string) =>
        receiver.decode(post(intake.event(key, 4)), config(), { eventId: 'e', receivedTs: now.toISOString() })
          .changes[0]?.record;
      for (const key of ['a', 'b']) expect(held.get(key)?.record).toEqual(newest(key));
    }
  });

  it('learns its fields from what came', () => {
    const schema = receiver.describe(config(), [post(intake.event('1', 1))]);
    expect(schema.open).toBe(true);
    expect(schema.fields.length).toBeGreaterThan(0);
  });
}
