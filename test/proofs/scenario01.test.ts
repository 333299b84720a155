import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { hearPeople, mapPeople, readAll, writeCopy } from './harness/documents.ts';
import { checkInvariants, checkRerun } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { killInTurn } from './harness/relay.ts';
import { progressAfterKills, tell, tellProof } from './harness/report.ts';
import { createSender, fullBody } from './harness/sender.ts';
import { amount, isLong, percentile, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = amount(10_000, 100_000);
const kills = Number(process.env.SYNCLINE_KILLS ?? amount(13, 200));
/** What a person may expect to wait after a crash, in milliseconds: of half and of nearly all kills. */
const promised = { p50: 5_000, p99: 15_000 };
const perSecond = 20;

it(
  `writes each change of ${rows} rows once although workers are killed ${kills} times, at every step of their work, and loses none of ${perSecond} webhooks a second`,
  async () => {
    await using world = await openWorld('scenario 1', { workers: 0 });
    const copy = await makeCopy(world.database, rows, { slowMs: 200 });
    const heard = await makeCopy(world.database, 0, { name: 'heard' });
    world.copies.push(copy, heard);
    const { nodes, edges, ...rest } = readAll(copy);
    const flow = await publishFlow(world.api, {
      ...rest,
      nodes: { ...nodes, hook: hearPeople(), hearing: mapPeople, heard: writeCopy(heard.target) },
      edges: [...edges, ['hook', 'hearing'], ['hearing', 'heard']],
    });
    const sender = createSender(world, flow.endpoints.hook ?? '', {
      shuffleMs: 5_000,
      doubled: 0.3,
      bodyOf: fullBody,
    });
    // No deletes: many of few records in one run would rightly stop the flow for a person to look.
    let killing = true;
    const sending = sender.send(createEditor(world, heard, 500, 0).edit, () => killing, perSecond);
    // Waited for below; a proof that fails before must not fail twice.
    sending.catch(() => undefined);
    const runs: string[] = [];
    const begin = async () => {
      const { id } = await world.api(flowRoutes.runFlow, {
        params: { id: flow.id },
        body: { feeder: 'source' },
      });
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
    killing = false;
    await sending;
    expect(world.kills).toHaveLength(kills);
    for (const id of runs)
      expect(await world.finished(id)).toMatchObject({
        status: 'succeeded',
        totals: { read: rows, written: rows, failed: 0 },
      });
    expect((await readHistory(copy)).writes).toBe(rows * runs.length);
    await checkInvariants(world, { counted: 'no-more' });
    await checkRerun(world, flow.id, 'source');
    await tellProof(world);
    tell(
      `  ${runs.length} runs of ${rows} rows, ${sender.edits()} webhooks told of, ${sender.kept()} posts kept`,
    );
    const waits = progressAfterKills(world.kills);
    // A few kills beside other proofs say nothing about such times.
    if (isLong) {
      expect(percentile(waits, 0.5), 'half of the waits after a kill').toBeLessThanOrEqual(promised.p50);
      expect(percentile(waits, 0.99), 'nearly all waits after a kill').toBeLessThanOrEqual(promised.p99);
    }
  },
  sized(300_000, 3_600_000),
);
