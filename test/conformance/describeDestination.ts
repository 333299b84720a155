import { type DataRecord, recordSchemaSchema, SyncError, type WriteRecord } from '@syncline/model';
import { expect, it } from 'vitest';
import type { ConnectorKit, DestinationKit } from './connectorKit.ts';
import { contextOf, parsedConfig } from './describeConnector.ts';

let attempts = 0;

const oddTexts = [
  'plain',
  'Łódź, 東京 and 😀',
  'quotes " and \' and `',
  'back\\slash, {{braces}}, $1, %s',
  'two\nlines\tand a tab',
  '2026-03-29T02:30:00',
  '0012',
  '1e5',
  'x'.repeat(5000),
];

/** Writing: an outcome for each record in its place, and nothing twice. */
export function describeDestination(kit: ConnectorKit, destination: DestinationKit): void {
  const writer = kit.connector.destinations[destination.type];
  if (!writer) throw new Error(`no destination ${destination.type}`);
  const configs = () =>
    Object.entries(destination.configs()).map(
      ([name, saved]) => [name, parsedConfig(kit, destination.type, saved)] as const,
    );

  const toWrite = (record: DataRecord, n: number): WriteRecord => ({
    key: String(n),
    op: 'upsert',
    record,
    idempotencyKey: `${destination.type}-${n}-${JSON.stringify(record).length}`,
    remoteId: null,
  });
  const good = (n: number) => toWrite(destination.record(n), n);
  const batchOf = (count: number) => Array.from({ length: count }, (_, at) => good(at + 1));

  const write = (
    config: Record<string, unknown>,
    batch: WriteRecord[],
    context = contextOf(kit),
    attempt = '',
  ) => {
    attempts += 1;
    const attemptId = attempt || `conformance-${attempts}`;
    return writer.write(context, { config, batch, attemptId, destinationId: 'conformance', runId: 'run' });
  };

  it('knows how sure a write is, and describes what it takes', async () => {
    for (const [, config] of configs()) {
      expect(['T', 'U', 'I', 'L', 'N']).toContain(await writer.delivery(contextOf(kit), config));
      const schema = await writer.describe(contextOf(kit), config);
      expect(recordSchemaSchema.parse(schema)).toEqual(schema);
    }
  });

  it('writes batches of any size, with an outcome for each record', async () => {
    for (const [name, config] of configs()) {
      for (const count of [0, 1, 2, 99, 100, 101]) {
        await destination.clear();
        const outcomes = await write(config, batchOf(count));
        expect([name, count, outcomes.filter(({ status }) => status === 'ok').length]).toEqual([
          name,
          count,
          count,
        ]);
        expect(outcomes).toHaveLength(count);
        expect(await destination.contents()).toHaveLength(count);
      }
    }
  });

  it('brings every text over as it is', async () => {
    for (const [, config] of configs()) {
      await destination.clear();
      const batch = oddTexts.map((text, at) =>
        toWrite({ ...destination.record(at + 1), [destination.textField]: text }, at + 1),
      );
      const outcomes = await write(config, batch);
      expect(outcomes.map(({ status }) => status)).toEqual(batch.map(() => 'ok'));
      const texts = (await destination.contents()).map((record) => record[destination.textField]);
      expect(texts.sort()).toEqual([...oddTexts].sort());
    }
  });

  it('leaves the same when a batch comes twice', async () => {
    for (const [, config] of configs()) {
      const delivery = await writer.delivery(contextOf(kit), config);
      if (delivery === 'N') continue;
      await destination.clear();
      attempts += 1;
      const attemptId = `twice-${attempts}`;
      await write(config, batchOf(10), contextOf(kit), attemptId);
      if (delivery === 'T') {
        // Whoever does not know whether an attempt happened asks first, and sends again only when it did not.
        const asked = { config, destinationId: 'conformance' };
        expect(await writer.recover?.(contextOf(kit), { ...asked, attemptId })).toBe('applied');
        expect(await writer.recover?.(contextOf(kit), { ...asked, attemptId: `${attemptId}-never` })).toBe(
          'absent',
        );
      } else {
        const again = await write(config, batchOf(10));
        expect(again.map(({ status }) => status)).toEqual(again.map(() => 'ok'));
      }
      expect(await destination.contents()).toHaveLength(10);
    }
  });

  const { badRecord } = destination;
  if (badRecord) {
    it('refuses the bad record in its place and writes the others', async () => {
      for (const [name, config] of configs()) {
        await destination.clear();
        const batch = [good(1), good(2), toWrite(badRecord(3), 3), good(4), toWrite(badRecord(5), 5)];
        const outcomes = await write(config, batch);
        expect([name, outcomes.map(({ status }) => status)]).toEqual([
          name,
          ['ok', 'ok', 'reject', 'ok', 'reject'],
        ]);
        expect(await destination.contents()).toHaveLength(3);
        for (const outcome of outcomes) {
          if (outcome.status === 'reject')
            expect([outcome.code, outcome.message]).toEqual([
              expect.stringMatching(/^\w+\.[\w-]+$/),
              expect.stringMatching(/\S/),
            ]);
        }
      }
    });
  }

  it('stops within a second', async () => {
    for (const [, config] of configs()) {
      kit.faults?.stall();
      const stop = new AbortController();
      setTimeout(() => stop.abort(new Error('stopped')), 50);
      const began = performance.now();
      await write(config, batchOf(3), { ...contextOf(kit), signal: stop.signal }).catch(() => undefined);
      expect(performance.now() - began).toBeLessThan(1500);
      kit.faults?.clear();
    }
  });

  const { faults } = kit;
  if (faults) {
    it('writes nothing twice when an answer got lost', async () => {
      for (const [name, config] of configs()) {
        const delivery = await writer.delivery(contextOf(kit), config);
        await destination.clear();
        faults.loseAnswer();
        const batch = [good(1)];
        const [outcome] = await write(config, batch, contextOf(kit), `lost-${name}`);
        faults.clear();
        expect([name, outcome?.status === 'ok']).toEqual([name, false]);
        expect(await destination.contents()).toHaveLength(1);
        if (delivery === 'N') continue;
        expect(outcome?.status).toBe('unknown');
        expect(await write(config, batch)).toMatchObject([{ status: 'ok' }]);
        expect(await destination.contents()).toHaveLength(1);
      }
    });

    it('keeps to a limit, and hands every fault on', async () => {
      for (const [, config] of configs()) {
        await destination.clear();
        faults.limit(9);
        const [held] = await write(config, [good(1)]);
        expect(held).toMatchObject({ status: 'retry', code: 'destination.rate-limited', afterMs: 9000 });
        for (const strike of [faults.serverError, faults.htmlError]) {
          strike();
          expect((await write(config, [good(1)]))[0]?.status).toBe('retry');
        }
        faults.clear();
        faults.refuseSignIn();
        const refusal = write(config, [good(1)]);
        await expect(refusal).rejects.toBeInstanceOf(SyncError);
        await expect(refusal).rejects.toMatchObject({ verdict: 'pause', pause: 'auth' });
        faults.clear();
        expect(await destination.contents()).toHaveLength(0);
        expect(await write(config, [good(1)])).toMatchObject([{ status: 'ok' }]);
      }
    });
  }
}
