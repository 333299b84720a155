import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { readAll } from './harness/documents.ts';
import { checkInvariants, checkRerun } from './harness/invariants.ts';
import { killInTurn } from './harness/relay.ts';
import { tellKills } from './harness/report.ts';
import { sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = sized(10_000, 100_000);
const kills = sized(11, 200);

it(
  `writes each change of ${rows} rows once although workers are killed ${kills} times, at every step of their work`,
  async () => {
    await using world = await openWorld('scenario 1', { workers: 0 });
    const copy = await makeCopy(world.database, rows, { slowMs: 200 });
    world.copies.push(copy);
    const flow = await publishFlow(world.api, readAll(copy));
    const runs: string[] = [];
    const begin = async () => {
      const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
      runs.push(id);
    };
    await begin();
    await killInTurn(world, {
      kills,
      progress: async () => {
        const [row] = await world.database.query<{ n: number }>(
          'select sum(pages)::int as n from syncline.run_part',
        );
        return row?.n ?? 0;
      },
      // However fast the machine is, there is work to be interrupted: when all is written, all changes.
      over: async () => {
        const run = await world.run(runs.at(-1) ?? '');
        if (run.finishedAt === null) return false;
        await world.database.query(`update ${copy.source} set n = n + 1`);
        await begin();
        return false;
      },
    });
    expect(world.kills).toHaveLength(kills);
    for (const id of runs)
      expect(await world.finished(id)).toMatchObject({
        status: 'succeeded',
        totals: { read: rows, written: rows, failed: 0 },
      });
    expect((await readHistory(copy)).writes).toBe(rows * runs.length);
    await checkInvariants(world);
    await checkRerun(world, flow.id, 'source');
    tellKills(world);
  },
  sized(300_000, 3_600_000),
);
