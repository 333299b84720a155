import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { readAll } from './harness/documents.ts';
import { checkInvariants, checkRerun } from './harness/invariants.ts';
import { amount, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = amount(10_000, 100_000);

it(
  `writes nothing when ${rows} rows are read again unchanged, and seven when seven were edited`,
  async () => {
    await using world = await openWorld('scenario 10', { workers: 'inside' });
    const copy = await makeCopy(world.database, rows);
    world.copies.push(copy);
    const flow = await publishFlow(world.api, readAll(copy));
    const first = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
    expect(await world.finished(first.id)).toMatchObject({ totals: { read: rows, written: rows } });
    await checkRerun(world, flow.id, 'source');
    await world.database.query(
      `update ${copy.source} set n = 2, name = name || ' edited' where id in (1, 2, 3, 500, 1001, 5000, ${rows})`,
    );
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
    expect(await world.finished(id)).toMatchObject({
      totals: { read: rows, written: 7, unchanged: rows - 7 },
    });
    expect((await readHistory(copy)).writes).toBe(rows + 7);
    await checkInvariants(world);
  },
  sized(120_000, 600_000),
);
