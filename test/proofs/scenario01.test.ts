import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy } from './harness/copy.ts';
import { readAll } from './harness/documents.ts';
import { checkInvariants, checkRerun } from './harness/invariants.ts';
import { killInTurn } from './harness/relay.ts';
import { tellKills } from './harness/report.ts';
import { sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = sized(28_000, 400_000);
const kills = sized(8, 200);

it(
  `writes each of ${rows} rows once although workers are killed ${kills} times, at every step of their work`,
  async () => {
    await using world = await openWorld('scenario 1', { workers: 0 });
    const copy = await makeCopy(world.database, rows, { slowMs: sized(250, 400) });
    world.copies.push(copy);
    const flow = await publishFlow(world.api, readAll(copy));
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });

    await killInTurn(world, {
      kills,
      progress: async () => (await world.run(id)).totals.read,
      over: async () => (await world.run(id)).finishedAt !== null,
    });
    expect(world.kills).toHaveLength(kills);
    const run = await world.finished(id);
    expect(run).toMatchObject({ status: 'succeeded', totals: { read: rows, written: rows, failed: 0 } });
    await checkInvariants(world);
    await checkRerun(world, flow.id, 'source');
    tellKills(world);
  },
  sized(300_000, 3_600_000),
);
