import { text } from 'node:stream/consumers';
import type { DataRecord, RecordSchema } from '@syncline/model';
import { mapConfigSchema } from '../fieldTable.ts';
import { compileMapping } from '../mapping/compileMapping.ts';

/**
 * The mapping stage alone, for the benchmark: maps the records it is given over and over and tells the processor time of
 * the fastest round. In a process of its own, so that nothing else is counted.
 * Usage: node mappingRate.ts < JSON { config, source, target, records }; prints JSON { records, cpuMs }.
 */
interface Order {
  config: unknown;
  source: RecordSchema;
  target: RecordSchema;
  records: DataRecord[];
}

// The benchmark beside it writes this, nobody else.
const { config, source, target, records } = JSON.parse(await text(process.stdin)) as Order;
const mapping = compileMapping(mapConfigSchema.parse(config), {
  tables: {},
  source,
  target,
  now: () => new Date(),
});

const rounds = 10;
let fastest = Number.POSITIVE_INFINITY;
for (let round = 0; round < rounds; round += 1) {
  const before = process.cpuUsage();
  for (const record of records) {
    const { verdict } = mapping.apply(record);
    if (verdict !== 'ok') throw new Error(`A record of the benchmark can't be mapped: ${verdict}`);
  }
  const { user, system } = process.cpuUsage(before);
  fastest = Math.min(fastest, (user + system) / 1000);
}
process.stdout.write(`${JSON.stringify({ records: records.length, cpuMs: fastest })}\n`);
