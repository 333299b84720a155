import { setTimeout as sleep } from 'node:timers/promises';
import { streamRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { differences, makeCopy } from './harness/copy.ts';
import { follow } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { killInTurn } from './harness/relay.ts';
import { tellProof } from './harness/report.ts';
import { amount, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = amount(12_000, 100_000);
const edits = amount(600, 5_000);
const kills = amount(3, 20);

it(
  `ends equal to the source when a table of ${rows} rows is loaded while ${edits} rows are changed and deleted, and nothing older is ever written`,
  async () => {
    await using world = await openWorld('scenario 3, PostgreSQL', { workers: 0 });
    const copy = await makeCopy(world.database, rows, { slowMs: sized(100, 300) });
    world.copies.push(copy);
    const flow = await publishFlow(world.api, follow(copy));
    const editor = createEditor(world, copy, rows + 500);
    const editing = (async () => {
      for (let edit = 0; edit < edits; edit += 1) {
        await editor.edit();
        await sleep(sized(15, 10));
      }
    })();
    const progress = async () => {
      const [row] = await world.database.query<{ n: number }>(
        `select coalesce(sum(pages), 0)::int as n from syncline.run_part`,
      );
      return row?.n ?? 0;
    };
    await killInTurn(world, { kills, progress, points: ['take'] });
    await editing;
    await waitFor('the copy to be equal', async () => (await differences(copy)) === 0, 180_000, 500);
    const { items } = await waitFor(
      'the stream to be in sync',
      async () => {
        const streams = await world.api(streamRoutes.listStreams, { params: { id: flow.id } });
        return streams.items[0]?.state === 'in-sync' && streams;
      },
      60_000,
      250,
    );
    expect(items[0]?.problem).toBeNull();
    await checkInvariants(world, { counted: 'no-more' });
    await tellProof(world);
  },
  sized(300_000, 1_800_000),
);
