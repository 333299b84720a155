import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fieldSchemaSchema, recordSchemaSchema, SyncError } from '@syncline/model';
import { expect, it } from 'vitest';
import { harvest, sourceOf } from '../harness/connectorContext.ts';
import type { ConnectorKit, SourceKit } from './connectorKit.ts';
import { contextOf, parsedConfig } from './describeConnector.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, at) => String(at + 1));
const sorted = (keys: Iterable<string>) => [...keys].sort((a, b) => Number(a) - Number(b));

/** Reading: everything once, however it is cut, wherever it was stopped, whatever breaks. */
export function describeSource(kit: ConnectorKit, source: SourceKit): void {
  const reader = sourceOf(kit.connector, source.type);
  const configs = () =>
    Object.entries(source.configs()).map(
      ([name, saved]) => [name, parsedConfig(kit, source.type, saved)] as const,
    );
  const someConfig = () => {
    const [first] = configs();
    if (!first) throw new Error('the kit has no config to read with');
    return first[1];
  };

  it('describes fields that every record has, with the key among them', async () => {
    await source.seed(20);
    for (const [name, config] of configs()) {
      const schema = await reader.describe(contextOf(kit), config);
      expect(recordSchemaSchema.parse(schema)).toEqual(schema);
      for (const field of schema.fields) expect(fieldSchemaSchema.safeParse(field).success).toBe(true);
      const fields = new Set(schema.fields.map((field) => field.name));
      expect([name, schema.key.every((key) => fields.has(key)), schema.key.length > 0]).toEqual([
        name,
        true,
        true,
      ]);
      const { changes } = await harvest(reader, contextOf(kit), config);
      for (const { record } of changes) {
        if (!schema.open) for (const field of Object.keys(record)) expect(fields).toContain(field);
      }
    }
  });

  it('reads every record once, whatever the size of its pages', async () => {
    await source.seed(53);
    for (const [name, config] of configs()) {
      for (const pageRecords of [1, 7, 500]) {
        const { changes, rejected } = await harvest(reader, contextOf(kit), config, { pageRecords });
        expect([name, pageRecords, sorted(changes.map(({ key }) => key))]).toEqual([
          name,
          pageRecords,
          numbers(53),
        ]);
        expect(rejected).toEqual([]);
      }
      const small = await harvest(reader, contextOf(kit), config, { pageBytes: 1 });
      expect(sorted(small.changes.map(({ key }) => key))).toEqual(numbers(53));
    }
  });

  it('goes on after any page as if it had never stopped', async () => {
    await source.seed(40);
    for (const [, config] of configs()) {
      const { pages } = await harvest(reader, contextOf(kit), config, { pageRecords: 9 });
      for (let stopAfter = 1; stopAfter <= pages.length; stopAfter += 1) {
        const first = await harvest(reader, contextOf(kit), config, { pageRecords: 9, stopAfter });
        // What the engine keeps has been JSON in between.
        const token = JSON.parse(JSON.stringify(first.token));
        expect(Buffer.byteLength(JSON.stringify(token))).toBeLessThanOrEqual(8192);
        const rest = await harvest(reader, contextOf(kit), config, { pageRecords: 9, token });
        const union = new Set([...first.changes, ...rest.changes].map(({ key }) => key));
        expect(sorted(union)).toEqual(numbers(40));
      }
    }
  });

  it('is content with nothing', async () => {
    await source.seed(0);
    for (const [, config] of configs()) {
      expect((await harvest(reader, contextOf(kit), config)).changes).toEqual([]);
    }
  });

  it('stops within a second', async () => {
    await source.seed(20);
    kit.faults?.stall();
    const stop = new AbortController();
    const context = { ...contextOf(kit), signal: stop.signal };
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    const began = performance.now();
    await harvest(reader, context, someConfig()).catch(() => undefined);
    expect(performance.now() - began).toBeLessThan(1500);
    kit.faults?.clear();
  });

  it('reads a hundred thousand records in flat memory', async () => {
    await source.seed(100_000);
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed / 1e6;
    };
    const request = { config: someConfig(), window: null, token: null, pageRecords: 500, pageBytes: 1 << 20 };
    const readings: number[] = [];
    let count = 0;
    for await (const page of reader.read(contextOf(kit), request)) {
      count += page.changes.length;
      if (count > readings.length * 10_000) readings.push(heap());
    }
    expect(count).toBe(100_000);
    const [, second = 0] = readings;
    expect(Math.max(...readings.slice(1)) - second).toBeLessThan(32);
  });

  const { incremental } = source;
  if (incremental) {
    it('reads only what changed since the last window, and misses nothing of one moment', async () => {
      await source.seed(30);
      const config = parsedConfig(kit, source.type, incremental.config());
      const first = await reader.openWindow(contextOf(kit), config, null);
      expect(first).not.toBeNull();
      const all = await harvest(reader, contextOf(kit), config, { window: first });
      expect(sorted(all.changes.map(({ key }) => key))).toEqual(numbers(30));

      await incremental.settle();
      const touched = ['3', '7', '11', '20', '30'];
      await incremental.touch(touched);
      await incremental.settle();
      const low = JSON.parse(JSON.stringify(first?.high ?? null));
      const second = await reader.openWindow(contextOf(kit), config, low);
      for (const stopAfter of [1, 2, 3]) {
        const part = await harvest(reader, contextOf(kit), config, {
          window: second,
          pageRecords: 2,
          stopAfter,
        });
        const rest = await harvest(reader, contextOf(kit), config, {
          window: second,
          pageRecords: 2,
          token: part.token,
        });
        const found = new Set([...part.changes, ...rest.changes].map(({ key }) => key));
        for (const key of touched) expect(found).toContain(key);
      }
    });
  }

  const { faults } = kit;
  if (faults) {
    const failure = async () => {
      const thrown = await harvest(reader, contextOf(kit), someConfig()).then(
        () => null,
        (error: unknown) => error,
      );
      faults.clear();
      if (!(thrown instanceof SyncError))
        throw new Error('it did not fail with a verdict', { cause: thrown });
      for (const secret of kit.secrets) expect(`${thrown.message} ${thrown.stack}`).not.toContain(secret);
      return thrown;
    };

    it('hands every fault of the system on with its verdict, and asks no more than it has to', async () => {
      await source.seed(20);
      faults.limit(7);
      expect(await failure()).toMatchObject({ verdict: 'retry', rateLimited: true, afterMs: 7000 });
      for (const strike of [faults.serverError, faults.htmlError, faults.cut, faults.truncate]) {
        const before = faults.requests();
        strike();
        expect(await failure()).toMatchObject({ verdict: 'retry', rateLimited: false });
        expect(faults.requests() - before).toBe(1);
      }
      faults.refuseSignIn();
      expect(await failure()).toMatchObject({ verdict: 'pause', pause: 'auth' });
      expect((await harvest(reader, contextOf(kit), someConfig())).changes).toHaveLength(20);
    });
  }
}
