import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { peakMemory } from '../bench/peakMemory.ts';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy } from './harness/copy.ts';
import { readAll } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { amount, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const few = amount(5_000, 20_000);
const many = few * 10;
/** The garbage collector takes its time, so the same work peaks higher or lower; rows that are held would be ten times as much. */
const mostShare = 1.5;

it(
  `holds no more memory for ${many} rows than for ${few}`,
  async () => {
    await using world = await openWorld('I13, memory', { workers: 0 });
    const peaks: number[] = [];
    for (const rows of [few, many]) {
      const copy = await makeCopy(world.database, rows, { name: `rows_${rows}` });
      world.copies.push(copy);
      const flow = await publishFlow(world.api, readAll(copy, { name: `Copy ${rows}` }));
      const worker = await world.startWorker();
      const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
      expect(await world.finished(id)).toMatchObject({ totals: { read: rows, written: rows } });
      peaks.push(peakMemory(worker.pid));
      await worker.stop();
    }
    const [small = 0, large = 0] = peaks;
    process.stdout.write(
      `memory: peak of a worker ${Math.round(small)} MB with ${few} rows, ${Math.round(large)} MB with ${many}\n`,
    );
    // Only Linux tells the peak of another process.
    if (process.platform === 'linux') expect(large / small).toBeLessThan(mostShare);
    await checkInvariants(world);
  },
  sized(120_000, 600_000),
);
