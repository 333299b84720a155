import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy, readHistory } from './harness/copy.ts';
import { hearPeople, mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { createSender, fullBody } from './harness/sender.ts';
import { isLong, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = sized(5_000, 100_000);
const edits = sized(300, 5_000);
const rounds = isLong ? Number(process.env.SYNCLINE_SEEDS ?? '3') : 1;

it.each(Array.from({ length: rounds }, (_, at) => at + 1))(
  `ends equal after ${rows} rows and ${edits} live edits and deletes, a third told twice and all shuffled (round %i)`,
  async () => {
    await using world = await openWorld('hybrid');
    const copy = await makeCopy(world.database, rows);
    world.copies.push(copy);
    const flow = await publishFlow(world.api, {
      syncline: 1,
      name: 'Load and hear',
      nodes: {
        hook: hearPeople({ fetchFrom: 'all' }),
        all: {
          type: 'postgres.schedule',
          connection: 'database',
          config: { read: 'table', table: copy.source, mode: 'full' },
        },
        map: mapPeople,
        copy: writeCopy(copy.target),
      },
      edges: [
        ['hook', 'map'],
        ['all', 'map'],
        ['map', 'copy'],
      ],
    });
    const sender = createSender(world, flow.endpoints.hook ?? '', {
      shuffleMs: sized(3_000, 60_000),
      doubled: 0.3,
      bodyOf: fullBody,
    });
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: { feeder: 'all' } });
    // Few records, so that many edits meet one.
    const { edit } = createEditor(world, copy, rows / 20);
    await sender.send(edit, () => sender.edits() < edits, 100);
    expect(await world.finished(id)).toMatchObject({ status: 'succeeded', totals: { failed: 0 } });
    const { writes } = await checkInvariants(world, { counted: 'no-more' });
    process.stdout.write(
      `hybrid: seed ${world.chance.seed}, ${rows} rows, ${edits} edits, ${sender.kept()} posts, ${writes} writes, ` +
        `${(await readHistory(copy)).back} of them back in time\n`,
    );
  },
  sized(120_000, 1_800_000),
);
