import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { makeCopy } from './harness/copy.ts';
import { hearPeople, mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { tell, tellProof } from './harness/report.ts';
import { createSender, fullBody } from './harness/sender.ts';
import { amount, isLong, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

interface Size {
  rows: number;
  edits: number;
  shuffleMs: number;
  /** Holds up each page of the load, so that the edits meet it. */
  slowMs: number;
}

const full: Size = { rows: amount(0, 100_000), edits: amount(0, 5_000), shuffleMs: 60_000, slowMs: 0 };
const small: Size = { rows: 10_000, edits: 500, shuffleMs: 5_000, slowMs: 300 };
const short: Size = { rows: 5_000, edits: 300, shuffleMs: 3_000, slowMs: 0 };
/** At full size one round takes minutes, so many seeds are played small and one in full. A seed asked for is played once. */
const seeds = Number(process.env.SYNCLINE_SEEDS ?? (process.env.SYNCLINE_SEED ? 1 : 20));
const rounds = isLong ? [...Array.from({ length: seeds }, () => small), full] : [short];

it.each(rounds.map((size, at) => ({ ...size, round: at + 1 })))(
  'ends equal after $rows rows and $edits live edits and deletes, a third told twice and all shuffled (round $round)',
  async ({ rows, edits, shuffleMs, slowMs, round }) => {
    await using world = await openWorld('hybrid');
    const copy = await makeCopy(world.database, rows, { slowMs });
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
      shuffleMs,
      doubled: 0.3,
      bodyOf: fullBody,
    });
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: { feeder: 'all' } });
    // Few records, so that many edits meet one.
    const { edit } = createEditor(world, copy, rows / 20);
    await sender.send(edit, () => sender.edits() < edits, 100);
    expect(await world.finished(id)).toMatchObject({ status: 'succeeded', totals: { failed: 0 } });
    await checkInvariants(world, { counted: 'no-more' });
    await tellProof(world);
    tell(`  round ${round} of ${rounds.length}: ${rows} rows, ${edits} edits, ${sender.kept()} posts kept`);
  },
  sized(120_000, 1_800_000),
);
